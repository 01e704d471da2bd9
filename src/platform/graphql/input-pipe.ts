import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { type DomainError, invalid, type Text } from '../../kernel/error.js';
import { isSoundPage, PageArgs } from './connection.js';

/** Constraints of class-validator in Chinese; the number is taken from the English sentence. */
const CHINESE: Readonly<Record<string, (number: string) => string>> = {
  isNotEmpty: () => '不能为空',
  isString: () => '必须是文本',
  isInt: () => '必须是整数',
  isBoolean: () => '必须是布尔值',
  isArray: () => '必须是列表',
  isEmail: () => '必须是邮箱地址',
  isUrl: () => '必须是网址',
  isIn: () => '不在允许的取值之内',
  isEnum: () => '不在允许的取值之内',
  matches: () => '格式不正确',
  min: (number) => `不能小于 ${number}`,
  max: (number) => `不能大于 ${number}`,
  isPositive: () => '必须大于零',
  minLength: (number) => `不能少于 ${number} 个字符`,
  maxLength: (number) => `不能超过 ${number} 个字符`,
  arrayNotEmpty: () => '不能为空列表',
  arrayMinSize: (number) => `不能少于 ${number} 项`,
  arrayMaxSize: (number) => `不能超过 ${number} 项`,
  arrayUnique: () => '不能有重复项',
};

/** What an argument has to be is long known for the ones that come with nearly every read; class-validator's walk costs more than reading their rows. */
class InputPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // The schema refuses a missing value where one is required, so this is one that was left out.
    if (value === undefined || value === null || (metadata.metatype === PageArgs && isSoundPage(value as PageArgs))) return value;
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

/**
 * Checks inputs against the class-validator decorators of their classes. The schema has already refused unknown fields and wrong
 * types; values pass through as they came, so a resolver gets plain data.
 */
export function inputPipe(): ValidationPipe {
  return new InputPipe({
    forbidUnknownValues: false,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => refusalOf(errors),
  });
}

export function refusalOf(errors: readonly ValidationError[]): DomainError {
  const path: string[] = [];
  let error = errors[0];
  while (error && !error.constraints && error.children?.[0]) {
    path.push(error.property);
    error = error.children[0];
  }
  if (!error) return invalid(undefined, { en: 'The input is not valid.', zh: '输入无效。' });
  path.push(error.property);
  const [constraint = '', sentence = 'is not valid'] = Object.entries(error.constraints ?? {})[0] ?? [];
  return invalid(path.join('.'), textOf(path.join('.'), constraint, sentence));
}

function textOf(path: string, constraint: string, sentence: string): Text {
  const number = /\d+/.exec(sentence.replace(/^\S+/, ''))?.[0] ?? '';
  const zh = CHINESE[constraint]?.(number) ?? '取值无效';
  return { en: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`, zh: `${path} ${zh}。` };
}
