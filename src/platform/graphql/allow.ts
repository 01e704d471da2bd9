import { SetMetadata } from '@nestjs/common';

export const ALLOW = 'amends:allow';

/**
 * The permission an operation asks for, beside the operation. The guard of the identity module refuses whoever does not hold it anywhere;
 * the command or query then asks again for the shop, team or ticket at hand. An operation without it is refused, and fails the matrix test.
 */
export const Allow = (permission: string): MethodDecorator => SetMetadata(ALLOW, permission);
