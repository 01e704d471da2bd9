import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Actor } from '../../kernel/actor.js';
import { encodeId } from '../../kernel/ids.js';
import { can } from '../../identity/index.js';
import type { Customer as CustomerRow } from '../domain/customer.js';
import { maskAccount, maskAddress, maskEmail, maskName, maskPhone } from '../domain/masking.js';

@ObjectType({ description: 'A customer of one shop. Personal data is masked by the caller\'s role, and null for integrations without the scope for it.' })
export class Customer {
  /** The row's uuid, for loaders. */
  readonly uuid: string;
  readonly shopUuid: string;

  @Field(() => ID)
  id: string;

  @Field({ description: 'The customer\'s id in the merchant\'s own systems; unique in the shop.' })
  externalId: string;

  @Field(() => String, { nullable: true, description: 'In clear for the desk, masked for others: `张**`, `J*** S***`.' })
  name: string | null;

  @Field(() => String, { nullable: true, description: 'Always masked, `+86 138****5678`; `revealCustomer` gives it in clear.' })
  phone: string | null;

  @Field(() => String, { nullable: true, description: 'Always masked: `j***@example.com`.' })
  email: string | null;

  @Field(() => String, { nullable: true, description: 'Always masked: province and city, or town and country.' })
  address: string | null;

  @Field(() => String, { nullable: true, description: 'The account on the platform, always masked.' })
  accountId: string | null;

  @Field(() => String, { nullable: true, description: 'The merchant\'s own grade of the customer.' })
  tier: string | null;
}

/** What every list shows is made at once, for the executor reads a property more than once; contact data is masked when it is asked for. */
class SeenCustomer implements Customer {
  readonly id: string;
  readonly name: string | null;
  private readonly readable: boolean;

  constructor(
    private readonly row: CustomerRow,
    actor: Actor,
  ) {
    const place = { shopId: row.shopId };
    this.id = encodeId('Customer', row.id);
    this.readable = can(actor, 'customer.read', place);
    this.name = this.readable && can(actor, 'customer.name', place) ? row.name : this.masked(row.name, maskName);
  }

  get uuid() { return this.row.id; }
  get shopUuid() { return this.row.shopId; }
  get externalId() { return this.row.externalId; }
  get tier() { return this.row.tier; }
  get phone() { return this.masked(this.row.phone, maskPhone); }
  get email() { return this.masked(this.row.email, maskEmail); }
  get address() { return this.masked(this.row.address, maskAddress); }
  get accountId() { return this.masked(this.row.accountId, maskAccount); }

  /** Nothing for who may not read customers here. */
  private masked(value: string | null, mask: (value: string) => string): string | null {
    return value === null || !this.readable ? null : mask(value);
  }
}

/** The customer as far as this actor may see them. */
export function customerOf(row: CustomerRow, actor: Actor): Customer {
  return new SeenCustomer(row, actor);
}

@ObjectType({ description: 'Contact data in clear. That it was asked for, by whom and why, is on record.' })
export class CustomerContact {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  name: string | null;

  @Field(() => String, { nullable: true })
  phone: string | null;

  @Field(() => String, { nullable: true })
  email: string | null;

  @Field(() => String, { nullable: true })
  address: string | null;

  @Field(() => String, { nullable: true })
  accountId: string | null;
}

export function contactOf(row: CustomerRow): CustomerContact {
  const { name, phone, email, address, accountId } = row;
  return { id: encodeId('Customer', row.id), name, phone, email, address, accountId };
}
