import { Injectable } from '@nestjs/common';
import type { Role } from '../kernel/actor.js';
import type { Instant } from '../kernel/instant.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { holdersOf, type Person, type Place } from './people.js';
import { RosterLibrary } from './roster-library.js';

/** Who is there when. A place without a roster has no hours: everybody of it is on duty at any time, unless out of office. */
@Injectable()
export class Duty {
  constructor(private readonly rosters: RosterLibrary) {}

  /** Reads ahead what every question about this place needs. */
  async ahead(tx: Tx, place: Place): Promise<void> {
    await this.rosters.of(tx, place);
  }

  /** Those with the role in this place who are on duty at this instant: rostered then, and not out of office. By id. */
  async onDuty(tx: Tx, role: Role, place: Place, at: Instant): Promise<Person[]> {
    return this.present(tx, await holdersOf(tx, role, place, at), place, at);
  }

  /** Of these people, the ones on duty. */
  async present<P extends Pick<Person, 'id' | 'absent'>>(tx: Tx, people: readonly P[], place: Place, at: Instant): Promise<P[]> {
    return (await this.rostered(tx, people, place, at)).filter(({ absent }) => !absent);
  }

  /** Of these people, the ones whose shift it is, away or not. */
  async rostered<P extends Pick<Person, 'id'>>(tx: Tx, people: readonly P[], place: Place, at: Instant): Promise<P[]> {
    const roster = await this.rosters.of(tx, place);
    return people.filter(({ id }) => roster === null || roster.isOn(id, at));
  }

  /** From when a member is told things: this instant when on duty, when no roster says otherwise, and when no shift of theirs is to come. */
  async hoursBegin(tx: Tx, memberId: string, place: Place, at: Instant): Promise<Instant> {
    return (await this.rosters.of(tx, place))?.next(memberId, at) ?? at;
  }

  /** When a member's next shift begins, this instant included; null: none is to come. Where there is no roster every instant is a shift. */
  async nextShift(tx: Tx, memberId: string, place: Place, at: Instant): Promise<Instant | null> {
    const roster = await this.rosters.of(tx, place);
    return roster ? roster.next(memberId, at) : at;
  }
}
