import type { MiddlewareHandler } from 'hono';

export const attachmentsPath = '/api/attachments/';

const enquiryFile = /^\/api\/enquiries\/[^/]+\/files\//;

/** Whatever a browser may make of a file, it is nobody: no scripts, no forms, not of this origin. Set over the portal's own policy. */
export const sandboxAttachments: MiddlewareHandler = async (context, next) => {
  await next();
  const { path } = context.req;
  if (path.startsWith(attachmentsPath) || enquiryFile.test(path))
    context.res.headers.set('Content-Security-Policy', "sandbox; default-src 'none'");
};
