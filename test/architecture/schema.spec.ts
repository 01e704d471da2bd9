import { readFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/platform/config.js';
import { schemaText } from '../../src/platform/graphql/schema-text.js';
import { createLog } from '../../src/platform/runtime/log.js';
import { TEST_SECRET } from '../support/token.js';

it('the schema is src/schema.graphql; if this differs, run `npm run schema` and review the change', async () => {
  const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: 'postgres://nowhere/none', AUTH_JWT_SECRET: TEST_SECRET });
  const module = AppModule.forRoot({ config, log: createLog('silent'), databaseUrl: 'postgres://nowhere/none' });
  const context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  expect(schemaText(context)).toBe(readFileSync('src/schema.graphql', 'utf8'));
  await context.close();
});
