/** The walls between the rooms (docs/architecture.md): a cycle or a forbidden import fails CI. */
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/domain' },
      to: { path: '^libs/[^/]+/src/(server|contract)' },
    },
    {
      name: 'web-never-imports-server',
      severity: 'error',
      from: { path: '^(apps/(console|monitor|family)|libs/ui)/', pathNot: '/test/' },
      to: { path: '^libs/[^/]+/src/server' },
    },
    {
      name: 'contract-never-imports-server',
      severity: 'error',
      from: { path: '^libs/[^/]+/src/contract' },
      to: { path: '^libs/[^/]+/src/server' },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'only-platform-is-below-platform',
      severity: 'error',
      from: { path: '^libs/platform/' },
      to: { path: '^libs/', pathNot: '^libs/platform/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|out|\\.next)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  },
};
