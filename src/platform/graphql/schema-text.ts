import type { INestApplicationContext } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';

/** The schema as the snapshot in src/schema.graphql holds it, to be reviewed like code. */
export function schemaText(context: INestApplicationContext): string {
  const { schema } = context.get(GraphQLSchemaHost);
  return `# Written by \`npm run schema\`; never edited by hand.\n\n${printSchema(lexicographicSortSchema(schema))}\n`;
}
