import type { MiddlewareHandler } from 'hono';

export const attachmentsPath = '/api/attachments/';

/** Whatever a browser may make of a file, it is nobody: no scripts, no forms, not of this origin. Set over the portal's own policy. */
export const sandboxAttachments: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.req.path.startsWith(attachmentsPath))
    context.res.headers.set('Content-Security-Policy', "sandbox; default-src 'none'");
};
