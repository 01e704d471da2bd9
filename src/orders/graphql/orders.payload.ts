import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Payload, UserError } from '../../platform/graphql/payload.js';
import type { Outcome } from '../domain/batch.js';
import { Customer, CustomerContact } from './customer.type.js';
import { Order, Parcel } from './order.type.js';
import { OutcomeEnum } from './orders.enum.js';

export interface UpsertResult<Node> {
  index: number;
  outcome: Outcome;
  node: Node | null;
  userErrors: UserError[];
}

function ResultOf<Node>(NodeType: Type<Node>): Type<UpsertResult<Node>> {
  @ObjectType({ isAbstract: true })
  class Result implements UpsertResult<Node> {
    @Field(() => Int, { description: 'Place of the item in the batch, from 0.' })
    index: number;

    @Field(() => OutcomeEnum)
    outcome: Outcome;

    @Field(() => NodeType, { nullable: true, description: 'As it stands after the mutation; null when refused.' })
    node: Node | null;

    @Field(() => [UserError], { description: 'Why this item was refused; empty otherwise. `field` starts at `items`.' })
    userErrors: UserError[];
  }
  return Result;
}

@ObjectType()
export class CustomerUpsertResult extends ResultOf(Customer) {}

@ObjectType()
export class OrderUpsertResult extends ResultOf(Order) {}

@ObjectType()
export class ParcelUpsertResult extends ResultOf(Parcel) {}

const RESULTS = { nullable: true, description: 'One for each item, in their order; null when the batch as a whole was refused.' } as const;

@ObjectType({ description: '`userErrors` holds refusals of the whole batch; those of single items stand beside the item.' })
export class UpsertCustomersPayload extends Payload {
  @Field(() => [CustomerUpsertResult], RESULTS)
  results: UpsertResult<Customer>[] | null;
}

@ObjectType({ description: '`userErrors` holds refusals of the whole batch; those of single items stand beside the item.' })
export class UpsertOrdersPayload extends Payload {
  @Field(() => [OrderUpsertResult], RESULTS)
  results: UpsertResult<Order>[] | null;
}

@ObjectType({ description: '`userErrors` holds refusals of the whole batch; those of single items stand beside the item.' })
export class UpsertParcelsPayload extends Payload {
  @Field(() => [ParcelUpsertResult], RESULTS)
  results: UpsertResult<Parcel>[] | null;
}

@ObjectType()
export class RevealCustomerPayload extends Payload {
  @Field(() => CustomerContact, { nullable: true, description: 'Null when refused.' })
  contact: CustomerContact | null;
}
