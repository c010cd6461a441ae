import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import { administrationRoutes } from './accounts/admin-routes.ts';
import { identifyBySession } from './accounts/identify.ts';
import type { AccountSettings } from './accounts/parts.ts';
import { linkRoutes } from './accounts/link-routes.ts';
import { ownAccountRoutes } from './accounts/own-routes.ts';
import { readSessionToken } from './accounts/session-cookie.ts';
import { sessionRoutes } from './accounts/session-routes.ts';
import { agreementDraftRoutes } from './agreements/draft-routes.ts';
import { projectEditRoutes } from './agreements/project-edit-routes.ts';
import type { SigningDesk } from './agreements/parts.ts';
import { projectRoutes } from './agreements/project-routes.ts';
import { stageRoutes } from './agreements/stage-routes.ts';
import { prepareRoutes } from './agreements/prepare-routes.ts';
import { agreementRoutes } from './agreements/routes.ts';
import { batchRoutes } from './agreements/batch-routes.ts';
import { actRoutes } from './agreements/act-routes.ts';
import { readSigningToken } from './agreements/signing-cookie.ts';
import { signingRoutes } from './agreements/signing-routes.ts';
import { templateDeskRoutes } from './agreements/template-desk-routes.ts';
import { templateRoutes } from './agreements/template-routes.ts';
import { winnerRoutes } from './agreements/winner-routes.ts';
import { verifyRoutes } from './agreements/verify-routes.ts';
import type { Blobs } from './attachments/blobs.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { sandboxAttachments } from './attachments/sandbox.ts';
import { checkRoutes } from './checks/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { cityRoutes, type CitySettings } from './city/routes.ts';
import type { City } from './city/pack.ts';
import { readIndustryNames } from './city/store.ts';
import type { Database } from './db/database.ts';
import { dutyRoutes } from './duty/routes.ts';
import { draftRoutes } from './drafts/routes.ts';
import { draftReadRoutes } from './drafts/staff-routes.ts';
import { AppError } from './errors.ts';
import { takeAskingTurns } from './enquiries/asking-turns.ts';
import { callRoutes } from './enquiries/call-routes.ts';
import { ownEnquiryRoutes } from './enquiries/own-routes.ts';
import { linkedRoutes } from './enquiries/linked-routes.ts';
import { responseRoutes } from './enquiries/response-routes.ts';
import { enquiryRoutes } from './enquiries/routes.ts';
import { ceremonyRoutes } from './events/ceremony-routes.ts';
import { hostRoutes } from './events/host-routes.ts';
import { rehearsalRoutes } from './events/rehearsal-routes.ts';
import { rundownRoutes } from './events/rundown-routes.ts';
import type { Hub } from './events/hub.ts';
import { landingRoutes } from './events/landing-routes.ts';
import { eventRoutes } from './events/routes.ts';
import { keepSent } from './events/sent.ts';
import { stageSigningRoutes } from './events/signing-routes.ts';
import { allowStreams } from './events/stream-policy.ts';
import { streamRoutes, type StreamLimits } from './events/stream-routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { importRoutes } from './imports/routes.ts';
import { takeReadingTurns } from './intakes/reading-turns.ts';
import { intakeRoutes } from './intakes/routes.ts';
import { loggedPath } from './log.ts';
import { letterRoutes } from './letters/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { compressTexts } from './compression.ts';
import { contentSecurityPolicy } from './content-security.ts';
import { requireOwnOrigin } from './origin.ts';
import { openApiDocument } from './openapi.ts';
import { pageRoutes } from './pages/routes.ts';
import { parcelRoutes } from './parcels/routes.ts';
import { allow, decidedRoutes } from './policies.ts';
import { outlineRoutes } from './outlines/routes.ts';
import { problemResponse } from './problem.ts';
import { reviewRoutes } from './reviews/routes.ts';
import { reviewReadRoutes } from './reviews/staff-routes.ts';
import { checked, NoQuery, refuseMalformedQuery } from './validation.ts';
import { wire, wireHeader } from './wire/terms.ts';

/** No body of this portal is larger, but for uploads, which count their own. */
const bodyBytes = 256 * 1024;
/** A draft holds a shape of up to 10,000 points. */
const shapeBytes = 512 * 1024;
/** A signature may hold a picture of a seal. */
const signatureBytes = 1024 * 1024;
const signs = /^POST \/api\/signing\/(batch\/)?sign$/;
const countsItsBody =
  /^POST \/api\/(imports|verify|staff\/outlines|parcels\/[^/]+\/attachments|enquiries\/[^/]+\/files)$/;
const otherFiles = '正在读取其他文件，请稍候再上传。';

export type AppParts = {
  database: Database;
  blobs: Blobs;
  city: City;
  settings: CitySettings;
  version: string;
  schemaVersion: number;
  logger: Logger;
  /** The built pages; null serves the API alone. */
  pagesFolder: string | null;
  isStopping: () => boolean;
  /** Scheme, host and port that the public uses, for addresses that must be absolute. */
  origin: () => string;
  /** Whether the public address is https: only then may browsers be told to insist on it. */
  isHttps: boolean;
  accounts: AccountSettings;
  signing: SigningDesk;
  hub: Hub;
  streamLimits?: StreamLimits;
  now: () => Date;
};

/**
 * The whole portal as one request handler.
 * @throws Error when a route names no policy.
 */
export async function createApp(parts: AppParts) {
  const { logger, isStopping } = parts;
  const app = new Hono();
  app.use(keepSent);
  app.use(async (context, next) => {
    const requestId = randomUUID();
    const started = performance.now();
    await next();
    context.header('X-Request-Id', requestId);
    // Path only: a query may hold what somebody typed.
    logger.info(
      {
        requestId,
        method: context.req.method,
        path: loggedPath(context.req.path),
        status: context.res.status,
        ms: Math.round(performance.now() - started),
      },
      'request',
    );
  });
  app.use(sandboxAttachments);
  app.use(allowStreams({ sql: parts.database.sql, isHttps: parts.isHttps }));
  app.use(
    secureHeaders({
      contentSecurityPolicy: contentSecurityPolicy(parts.settings.basemap),
      strictTransportSecurity: parts.isHttps ? 'max-age=31536000' : false,
      referrerPolicy: 'strict-origin-when-cross-origin',
      crossOriginOpenerPolicy: 'same-origin',
      crossOriginResourcePolicy: 'same-origin',
      xFrameOptions: 'DENY',
      permissionsPolicy: { camera: [], microphone: [], geolocation: ['self'], payment: [], usb: [] },
    }),
  );
  app.use(compressTexts);
  app.use('/api/*', async (context, next) => {
    context.header(wireHeader, wire);
    await next();
  });
  app.use(async (context, next) => {
    if (!isStopping()) return next();
    context.header('Connection', 'close');
    throw new AppError('shutting-down');
  });
  // A page opens with whatever link somebody was sent, and says itself what of it cannot be read.
  app.use('/api/*', refuseMalformedQuery);
  const limitTo = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError(context) {
        // What is still on its way is not read: no further request comes after it on this line.
        context.header('Connection', 'close');
        throw new AppError('too-large');
      },
    });
  const [limitBody, limitShape, limitSignature] = [
    limitTo(bodyBytes),
    limitTo(shapeBytes),
    limitTo(signatureBytes),
  ];
  app.use((context, next) => {
    const request = `${context.req.method} ${context.req.path}`;
    if (countsItsBody.test(request)) return next();
    if (signs.test(request)) return limitSignature(context, next);
    return isDraft(context.req) ? limitShape(context, next) : limitBody(context, next);
  });
  const { isHttps, accounts } = parts;
  app.use(
    '/api/*',
    requireOwnOrigin({
      ownOrigins: accounts.ownOrigins,
      hasSession: (context) =>
        readSessionToken(context, isHttps) !== null || readSigningToken(context, isHttps) !== null,
    }),
  );
  app.use('/api/*', identifyBySession({ ...parts, isDemonstration: accounts.isDemonstration }));
  app.onError((error, context) => {
    const response = problemResponse(context, error);
    if (response.status >= 500)
      logger.error({ err: error, path: loggedPath(context.req.path) }, 'request failed');
    return response;
  });
  app.notFound((context) => problemResponse(context, new AppError('not-found')));

  app.route('/', healthRoutes(parts));
  app.route('/', cityRoutes(parts));
  app.route('/', auditRoutes(parts));
  app.route('/', parcelRoutes(parts));
  app.route('/', importRoutes(parts));
  // Whoever reads files, reads them in turn.
  const inTurn = takeReadingTurns();
  app.route('/', outlineRoutes({ ...parts, inTurn }));
  app.route('/', intakeRoutes({ ...parts, inTurn }));
  app.route('/', checkRoutes(parts));
  const accountParts = { ...parts, ...accounts, ...namesOf(parts.city) };
  for (const routes of [sessionRoutes, ownAccountRoutes, linkRoutes, administrationRoutes])
    app.route('/', routes(accountParts));
  const turns = takeAskingTurns();
  app.route('/', enquiryRoutes({ ...accountParts, turns }));
  app.route('/', callRoutes(accountParts));
  app.route('/', eventRoutes(parts));
  app.route('/', landingRoutes(parts));
  app.route('/', ceremonyRoutes(parts));
  app.route('/', streamRoutes(accountParts));
  app.route('/', hostRoutes(parts));
  app.route('/', stageSigningRoutes(parts));
  app.route('/', rundownRoutes(parts));
  app.route('/', rehearsalRoutes(parts));
  app.route('/', dutyRoutes(parts));
  app.route(
    '/',
    ownEnquiryRoutes({ ...accountParts, turns, blobs: parts.blobs, inTurn: takeReadingTurns(otherFiles) }),
  );
  app.route('/', linkedRoutes(accountParts));
  app.route('/', responseRoutes(parts));
  const agreementParts = { ...accountParts, ...parts.signing, blobs: parts.blobs };
  for (const routes of [
    projectRoutes,
    stageRoutes,
    projectEditRoutes,
    templateRoutes,
    templateDeskRoutes,
    agreementRoutes,
    prepareRoutes,
    winnerRoutes,
    actRoutes,
    agreementDraftRoutes,
    signingRoutes,
    batchRoutes,
    verifyRoutes,
  ])
    app.route('/', routes(agreementParts));
  app.route('/', letterRoutes(parts));
  app.route('/', draftRoutes(parts));
  app.route('/', draftReadRoutes(parts));
  app.route('/', exportRoutes(parts));
  app.route('/', attachmentRoutes(parts));
  app.route('/', reviewRoutes({ ...parts, readIndustryNames }));
  app.route('/', reviewReadRoutes({ ...parts, readIndustryNames }));
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get('/api/openapi.json', allow('public'), checked('query', NoQuery), async (context) => {
    document ??= openApiDocument(app, parts.version).catch((error: unknown) => {
      document = undefined;
      throw error;
    });
    return context.json(await document, 200, { 'Cache-Control': 'public, max-age=300' });
  });
  if (parts.pagesFolder !== null) app.route('/', await pageRoutes(parts.pagesFolder, parts));
  decidedRoutes(app);
  return app;
}

/** What accounts need to know of the city. */
function namesOf({ pack }: City) {
  const placeNames = [pack.name, ...Object.values(pack.city), ...Object.values(pack.title)];
  const packDepartments = pack.departments.map(({ code }) => code);
  return { siteName: pack.title['zh-CN'], placeNames, packDepartments };
}

function isDraft({ method, path }: { method: string; path: string }): boolean {
  return method === 'PATCH' ? path.startsWith('/api/parcels/') : method === 'POST' && path === '/api/parcels';
}
