import path from 'node:path';
import type { NextConfig } from 'next';

const root = path.resolve(import.meta.dirname, '../..');

/** What the three web apps have in common: exported as static files below `/<name>/`, served by the api or a proxy. */
export function webConfig(name: string): NextConfig {
  return {
    output: 'export',
    basePath: `/${name}`,
    trailingSlash: true,
    reactStrictMode: true,
    images: { unoptimized: true },
    turbopack: { root },
    outputFileTracingRoot: root,
    // Types are checked by the `types` target, once and for all apps.
    typescript: { ignoreBuildErrors: true },
    poweredByHeader: false,
    devIndicators: false,
  };
}
