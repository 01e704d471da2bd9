/** An operation to start from, as the explorer opens it in a tab of its own. */
export interface Example {
  readonly name: string;
  readonly query: string;
  /** JSON text, as typed into the page. */
  readonly variables?: string;
}

/** The tabs of the explorer, in order. A header without a token would be refused, so none is preset: the first tab says where it goes. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'What can I ask?',
    query: `# Every operation with its description; "Docs" on the right shows them all with their types.
# For everything else: Auth > Bearer token, and paste what this prints:
#   npm run -s token -- --as agent
query Operations {
  __schema {
    queryType { fields { name description } }
    mutationType { fields { name description } }
  }
}
`,
  },
];
