/** Letters about an account. None repeats what somebody typed: a stranger may have typed it. */
export type LetterText = { subject: string; body: string };
export type Locale = 'zh-CN' | 'en';
export type LetterFacts = { siteName: string; link: string; locale: Locale };

export function verificationLetter({ siteName, link, locale }: LetterFacts): LetterText {
  if (locale === 'en')
    return {
      subject: `${siteName}: confirm your e-mail address`,
      body: `Somebody registered at ${siteName} with this address. If it was you, confirm it and choose a password within 24 hours:\n\n${link}\n\nIf it was not, do nothing: no account comes into use.\n`,
    };
  return {
    subject: `${siteName}：请确认邮箱`,
    body: `有人用此邮箱在${siteName}注册。如果是您本人，请在 24 小时内打开链接确认邮箱并设置密码：\n\n${link}\n\n如果不是您，请忽略本邮件，帐号不会启用。\n`,
  };
}

/** For who registers with an address that has an account: only its owner learns that. */
export function knownAddressLetter({ siteName, link, locale }: LetterFacts): LetterText {
  if (locale === 'en')
    return {
      subject: `${siteName}: you already have an account`,
      body: `Somebody registered at ${siteName} with this address, which has an account already. You can sign in, or choose a new password:\n\n${link}\n\nIf it was not you, do nothing.\n`,
    };
  return {
    subject: `${siteName}：您已有帐号`,
    body: `有人用此邮箱在${siteName}注册，而此邮箱已有帐号。您可以直接登录，或重新设置密码：\n\n${link}\n\n如果不是您，请忽略本邮件。\n`,
  };
}

export function resetLetter({ siteName, link, locale }: LetterFacts): LetterText {
  if (locale === 'en')
    return {
      subject: `${siteName}: choose a new password`,
      body: `Choose a new password for ${siteName} within 30 minutes:\n\n${link}\n\nThe link works once. If you did not ask for it, do nothing: your password stays as it is.\n`,
    };
  return {
    subject: `${siteName}：重新设置密码`,
    body: `请在 30 分钟内打开链接，为${siteName}重新设置密码：\n\n${link}\n\n链接只能使用一次。如果不是您申请的，请忽略本邮件，密码不会改变。\n`,
  };
}

export function invitationLetter({ siteName, link, locale }: LetterFacts): LetterText {
  if (locale === 'en')
    return {
      subject: `${siteName}: your account`,
      body: `An account was made for you at ${siteName}. Choose a password within seven days:\n\n${link}\n\nAfter signing in, set up a second factor in an authenticator app.\n`,
    };
  return {
    subject: `${siteName}：您的工作帐号`,
    body: `${siteName}已为您开通工作帐号，请在七日内打开链接设置密码：\n\n${link}\n\n登录后请在验证器应用中设置动态验证码。\n`,
  };
}
