import { registerEnumType } from '@nestjs/graphql';

/** A GraphQL enum out of our own words: each is its own value, and each says what it means. */
export function graphqlEnum<Word extends string>(name: string, description: string, words: Readonly<Record<Word, string>>): Record<Word, Word> {
  const values = Object.fromEntries(Object.keys(words).map((word) => [word, word])) as Record<Word, Word>;
  const valuesMap = Object.fromEntries(Object.entries<string>(words).map(([word, meaning]) => [word, { description: meaning }]));
  registerEnumType(values, { name, description, valuesMap: valuesMap as { [word in Word]: { description: string } } });
  return values;
}
