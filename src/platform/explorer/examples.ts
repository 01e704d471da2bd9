/** An operation to start from, as the explorer opens it in a tab of its own. */
export interface Example {
  readonly name: string;
  readonly query: string;
  /** JSON text, as typed into the page. */
  readonly variables?: string;
}

/** The tabs of the explorer, in order. Paste a demo token under "Auth" (or into the header below) first. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'What can I ask?',
    query: `# Every operation with its description. Open "Docs" on the right to browse them.
query Operations {
  __schema {
    queryType { fields { name description } }
    mutationType { fields { name description } }
  }
}
`,
  },
];
