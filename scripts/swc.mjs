// How a TypeScript source becomes JavaScript wherever it runs without a build: in Jest and in the scripts of package.json.
// @swc keeps the decorator metadata Nest needs; types are checked by tsc, in `npm run build` and `npm run check`.
export const swcOptions = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
};
