/** 签署证书 as words, ready to be drawn. Plain data: it goes to another thread. */
export type CertificateSheet = {
  number: string;
  title: { zh: string; en: string };
  /** Test certificates: said at the head of every sheet. */
  isTest: boolean;
  sections: CertificateSection[];
  /** At the end, beside the QR code. */
  verify: { url: string; lines: string[] };
};

export type CertificateSection = {
  heading: { zh: string; en: string };
  groups: CertificateGroup[];
};

/** What belongs together, under a name of its own or none. `isWhole`: never divided between two sheets. */
export type CertificateGroup = { name: string | null; entries: CertificateEntry[]; isWhole?: boolean };

/** `label` in both languages; `caution`: what lowers the worth of the rest. */
export type CertificateEntry = {
  label: string;
  lines: string[];
  tone?: 'caution' | 'aside';
};
