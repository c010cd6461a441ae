import globals from 'globals';
import noUnsanitized from 'eslint-plugin-no-unsanitized';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

const noEnvironment = {
  object: 'process',
  property: 'env',
  message: 'Configuration is parsed once, in api/env.ts; take it as an argument.',
};

const noUnsafeSql = {
  selector: "MemberExpression[property.name='unsafe'][object.name=/^(sql|database|transaction|tx)$/]",
  message: 'Use the tagged template. Only api/db/migrate.ts runs SQL from a file.',
};

const noEnum = { selector: 'TSEnumDeclaration', message: 'Use z.enum or a union of literals.' };

const noMarkupFromText = [
  {
    selector: "CallExpression[callee.property.name='setHTML']",
    message: 'MapLibre never cleans this text: build the element with textContent and use setDOMContent.',
  },
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
    message: 'Build elements, never markup from text.',
  },
];

const noFocusOrSkip = {
  selector:
    'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo|fails|skipIf|runIf)$/]',
  message: 'Every test runs, every time.',
};

const restricted = [noUnsafeSql, noEnum, ...noMarkupFromText];

export default defineConfig(
  globalIgnores(['dist/', 'var/', 'coverage/', 'web/paraglide/', 'patches/', 'data/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  typescript.configs.recommended,
  svelte.configs.recommended,
  noUnsanitized.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-depth': ['error', 3],
      'no-constant-binary-expression': 'error',
      'no-restricted-properties': ['error', noEnvironment],
      'no-restricted-syntax': ['error', ...restricted],
      'no-var': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // The pages are served under a policy without 'unsafe-inline': a style attribute in a template is dropped by
      // the browser. `style:name={value}` is set through the object model and is allowed; that is why this is not
      // svelte/no-inline-styles, which forbids both.
      'no-restricted-syntax': [
        'error',
        ...restricted,
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'The content security policy drops style attributes: use a class, or style:name={value}.',
        },
      ],
      // sv-router resolves paths itself; these rules are about SvelteKit.
      'svelte/no-navigation-without-resolve': 'off',
      // It also refuses a URLSearchParams or Date that never leaves its function.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['api/**/*.ts'],
    ignores: ['api/main.ts', 'api/admin.ts', 'api/admin/**'],
    rules: { 'no-console': 'error' },
  },
  { files: ['api/env.ts', 'test/support/**'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['scripts/**/*.mjs'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['api/db/migrate.ts'],
    rules: { 'no-restricted-syntax': ['error', noEnum, ...noMarkupFromText] },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...restricted, noFocusOrSkip] },
  },
);
