// Who may import whom. test/architecture/imports.spec.ts runs these rules in `npm test`.

/** Features in their one order: each may use the index.ts of those before it. */
const FEATURES = [
  'identity', 'tenancy', 'calendar', 'sla', 'process', 'orders', 'tickets', 'conversation', 'tasks', 'remedies',
  'compensation', 'escalation', 'tracking', 'insight', 'feed', 'webhooks',
];
/** They know other features by events and views only. */
const READERS = ['insight', 'feed', 'webhooks'];

const any = (names) => `(${names.join('|')})`;
const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const SPEC = '\\.spec\\.ts$';

const orderRules = FEATURES.flatMap((feature, index) => {
  const earlier = READERS.includes(feature) ? [] : FEATURES.slice(0, index);
  const others = FEATURES.filter((other) => other !== feature);
  const doors = earlier.length > 0 ? [`^src/${any(earlier)}/index\\.ts$`, `^src/${any(earlier)}/domain/`] : ['^$'];
  return [
    error(
      `order-${feature}`,
      `${feature} may use ${earlier.length > 0 ? `the index.ts of ${earlier.join(', ')}` : 'no other feature'} and of nothing else.`,
      { path: `^src/${feature}/` },
      { path: `^src/${any(others)}/`, pathNot: doors },
    ),
  ];
});

export default {
  forbidden: [
    error('no-cycles', 'No two files need each other.', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    error('kernel-knows-nothing', 'kernel imports only kernel.', { path: '^src/kernel/', pathNot: SPEC }, { pathNot: '^src/kernel/' }),
    error(
      'platform-knows-kernel',
      'platform imports only platform and kernel; the list of migrations is its schema.',
      { path: '^src/platform/' },
      { path: '^(src|migrations|test|bench)/', pathNot: ['^src/(platform|kernel)/', '^migrations/index\\.ts$'] },
    ),
    error(
      'domain-is-pure',
      'domain/ imports kernel and domain/ of its own and earlier features: no framework, no ORM, no node:.',
      { path: '^src/[^/]+/domain/', pathNot: SPEC },
      { pathNot: ['^src/kernel/', '^src/[^/]+/domain/'] },
    ),
    error(
      'domain-is-entered-by-domain',
      'Of another feature only its domain/ may use domain/; everybody else goes through index.ts.',
      { path: '^src/([^/]+)/', pathNot: ['^src/[^/]+/domain/', SPEC] },
      { path: '^src/[^/]+/domain/', pathNot: '^src/$1/' },
    ),
    error(
      'graphql-is-nobodys',
      'graphql/ of a feature is imported by that feature alone; inside it by graphql/, the module and the index (types that others name in their answers).',
      { path: '^(src|test)/', pathNot: '^src/([^/]+)/(graphql/|index\\.ts$|[^/]+\\.module\\.ts$)' },
      { path: `^src/${any(FEATURES)}/graphql/` },
    ),
    error(
      'graphql-stays-in-its-feature',
      'graphql/ of a feature is not shared with another feature.',
      { path: '^src/([^/]+)/' },
      { path: `^src/${any(FEATURES)}/graphql/`, pathNot: '^src/$1/' },
    ),
    error(
      'every-folder-has-its-place',
      'A folder of src is the kernel, the platform, the demo or a feature in the order above; one that is not would be held to nothing.',
      { path: '^src/[^/]+/', pathNot: `^src/${any(['kernel', 'platform', 'demo', ...FEATURES])}/` },
      {},
    ),
    error('no-drawers', 'Things are kept under the name of what they are.', {}, { path: '(^|/)(utils?|common|shared|helpers?)/', pathNot: 'node_modules' }),
    error('migrations-stand-alone', 'A migration must still run when the code around it has changed.', { path: '^migrations/', pathNot: SPEC }, { path: '^src/' }),
    error('not-from-tests', 'The product does not import its tests.', { path: '^(src|migrations)/', pathNot: SPEC }, { path: '^(test|bench)/' }),
    ...orderRules,
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.amends)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.js', '.mjs', '.json'] },
    extraExtensionsToScan: [],
  },
};
