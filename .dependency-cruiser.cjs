// The architecture, as rules that fail the build. A folder under api/ or web/ is a noun of the field.
const npm = (name) => `(^|node_modules/)${name}(/|$)`;
const composition = '^api/(main|app|portal|errands|admin)\\.ts$|^api/(admin|demonstration)/';
const store = '^api/[^/]+/[a-z-]*store\\.ts$';
const production = '^(api|web|scripts)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two modules that need each other are one module, or hide a third. A component may draw itself, and one that is loaded later may lead back to what loads it.',
      severity: 'error',
      from: { path: '^(.+)$' },
      to: {
        circular: true,
        pathNot: '^$1$',
        viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] },
      },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nobody imports and that imports nobody is left over.',
      severity: 'error',
      from: { path: '^(api|web)/', pathNot: '\\.d\\.ts$|^web/paraglide/', orphan: true },
      to: {},
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: { path: production },
      to: { couldNotResolve: true, pathNot: '\\?|paraglide/|^\\.\\./dist/|^geojson$' },
    },
    {
      name: 'server-runs-without-development-packages',
      severity: 'error',
      from: { path: '^api/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'api-never-imports-web',
      severity: 'error',
      from: { path: '^api/' },
      to: { path: '^web/' },
    },
    {
      name: 'production-never-imports-tests',
      severity: 'error',
      from: { path: production },
      to: { path: '^test/' },
    },
    {
      name: 'web-knows-only-schemas-and-rules',
      comment:
        'What crosses the wire, the terms and what is decided on both sides, units of measure included; of the app only its type.',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^api/',
        pathNot: '^api/[^/]+/([a-z-]*schema|terms|[a-z-]*rules)\\.ts$|^api/units/|^api/app\\.ts$',
      },
    },
    {
      name: 'web-takes-the-app-as-a-type',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^api/app\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pages-carry-no-schema',
      comment:
        'A schema as a value would bring zod into the first load; its type, and the terms it is made of, weigh nothing.',
      severity: 'error',
      from: {
        path: '^web/|^api/[^/]+/(terms|rules)\\.ts$|^api/units/',
        // What comes from a foreign server is checked, by code that is loaded when there is one.
        pathNot: '^web/map/foreign-style\\.ts$',
      },
      to: { path: ['^api/[^/]+/[a-z-]*schema\\.ts$', npm('zod')], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'terms-import-nothing',
      comment: 'Closed lists and spellings that a schema, a rule and a page agree on.',
      severity: 'error',
      from: { path: '^api/[^/]+/terms\\.ts$' },
      to: {},
    },
    {
      name: 'web-runs-in-a-browser',
      severity: 'error',
      from: { path: '^web/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-map-knows-maplibre',
      severity: 'error',
      from: { path: production, pathNot: '^web/map/' },
      to: { path: npm('(maplibre-gl|terra-draw|terra-draw-maplibre-gl-adapter)') },
    },
    {
      name: 'ui-knows-no-noun',
      comment:
        'web/ui is free of the field, units of measure and texts in two languages apart: it could be lifted into another product.',
      severity: 'error',
      from: { path: '^web/ui/' },
      to: { path: '^(api|web)/', pathNot: '^api/units/|^api/city/schema\\.ts$|^web/(ui|paraglide)/' },
    },
    {
      name: 'schema-imports-zod-and-terms-only',
      severity: 'error',
      from: { path: '^api/[^/]+/[a-z-]*schema\\.ts$' },
      to: { pathNot: [npm('zod'), '^api/[^/]+/[a-z-]*(schema|terms)\\.ts$'] },
    },
    {
      name: 'rules-are-pure',
      comment:
        'A rule is a function over values: no database, no web framework, no files, no clock of its own.',
      severity: 'error',
      from: { path: '^api/[^/]+/[a-z-]*rules\\.ts$|^api/units/' },
      to: {
        path: [
          store,
          '^api/[^/]+/routes\\.ts$',
          '^api/db/',
          '^api/(main|app|env)\\.ts$',
          npm('hono'),
          npm('postgres'),
        ],
        reachable: true,
      },
    },
    {
      name: 'rules-touch-no-machine',
      severity: 'error',
      from: { path: '^api/[^/]+/([a-z-]*rules|schema|terms)\\.ts$|^api/units/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-stores-speak-sql',
      severity: 'error',
      from: { path: '^(api|web)/', pathNot: ['^api/db/', store] },
      to: { path: npm('postgres'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-stores-and-composition-open-the-database',
      severity: 'error',
      from: { path: '^api/', pathNot: ['^api/db/', store, composition] },
      to: { path: '^api/db/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nouns-keep-their-stores',
      comment:
        'Another noun is asked through its own functions, or composed in app.ts, portal.ts and the command line. Into the log and the outbox every noun writes, in the transaction of its own act.',
      severity: 'error',
      from: { path: '^api/([^/]+)/', pathNot: '^api/(admin|db|demonstration)/' },
      to: {
        path: '^api/[^/]+/[a-z-]*(store|routes)\\.ts$',
        pathNot: '^api/$1/|^api/(audit|letters)/store\\.ts$',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|var|coverage|web/paraglide)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.svelte', '.js', '.mjs'],
    },
  },
};
