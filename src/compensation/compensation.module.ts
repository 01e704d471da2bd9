import { Global, Module, type Type } from '@nestjs/common';
import { REMEDY_GATE, RemediesModule } from '../remedies/index.js';
import { ApprovalPart } from './approvals/approval-part.js';
import { AuthorityLibrary } from './approvals/authority-library.js';
import { WeighOffer } from './approvals/weigh-offer.js';
import { CompensationGate } from './compensation-gate.js';
import { GATE_PARTS, type GatePart } from './gate-part.js';

/** The parts of the gate in the order in which they are asked: approvals, budgets, payouts. */
const PARTS: Type<GatePart>[] = [ApprovalPart];

/** Global, because `remedies` stands to the left and asks for the gate without knowing who provides it. */
@Global()
@Module({
  imports: [RemediesModule],
  providers: [
    ...PARTS, AuthorityLibrary, WeighOffer,
    { provide: GATE_PARTS, useFactory: (...parts: GatePart[]) => parts, inject: PARTS },
    { provide: REMEDY_GATE, useClass: CompensationGate },
  ],
  exports: [REMEDY_GATE],
})
export class CompensationModule {}
