import tseslint from 'typescript-eslint';

const restrict = (message, ...group) => ({ group, message });

export default tseslint.config(
  { ignores: ['**/dist/**', '**/out/**', '**/.next/**', '**/*.gen.ts', '.heling*/**', '**/next-env.d.ts'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['tools/**', 'apps/*/next.config.*'], rules: { 'no-console': 'off' } },
  {
    // Pure domain code: no I/O, no framework, no clock.
    files: ['libs/*/src/domain/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            restrict(
              'domain/ is pure',
              'node:*',
              '@nestjs/*',
              'typeorm',
              'pg',
              '**/server/**',
              '**/contract/**',
            ),
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
          message: 'pass the time in',
        },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'pass the time in' },
      ],
    },
  },
  {
    files: ['apps/{console,monitor,family}/{app,src}/**', 'libs/ui/src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            restrict(
              'web code must not reach the server',
              '**/server/**',
              '@nestjs/*',
              'typeorm',
              'pg',
              'node:*',
            ),
          ],
        },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@heling/*/contract/*', '!@heling/platform/contract/roles'],
              allowTypeImports: true,
              message: 'call endpoints by libs/ui/src/api.gen.ts: schemas would bring zod into the bundle',
            },
          ],
        },
      ],
    },
  },
);
