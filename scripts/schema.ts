import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../src/app.module.js';
import { readConfig } from '../src/platform/config.js';
import { schemaText } from '../src/platform/graphql/schema-text.js';
import { createLog } from '../src/platform/runtime/log.js';

// `npm run schema`: writes src/schema.graphql. No database is touched: the modules only open one when asked something.
const config = readConfig({ DATABASE_URL: 'postgres://nowhere/none' });
const options = { config, log: createLog('silent'), databaseUrl: 'postgres://nowhere/none' };
const context = await NestFactory.createApplicationContext(AppModule.forRoot(options), { logger: false, abortOnError: false });
writeFileSync(new URL('../src/schema.graphql', import.meta.url), schemaText(context));
await context.close();
