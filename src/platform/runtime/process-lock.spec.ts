import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlreadyRunning, lockProcess } from './process-lock.js';

describe('the lock of a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amends-lock-'));
  const path = join(folder, 'amends.pid');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => rmSync(path, { force: true }));

  it('is given to one and refused to the next, naming the first', () => {
    const unlock = lockProcess(path);
    expect(() => lockProcess(path)).toThrow(AlreadyRunning);
    expect(() => lockProcess(path)).toThrow(`process ${process.pid}`);
    unlock();
    expect(existsSync(path)).toBe(false);
    lockProcess(path)();
  });

  it.each([
    ['a process that is gone', '999999999\n1\n'],
    ['a process whose number somebody else has now', `${process.pid}\n1\n`],
    ['nobody who can be read', 'nonsense'],
  ])('is taken over from %s', (_case, left) => {
    writeFileSync(path, left);
    const unlock = lockProcess(path);
    expect(() => lockProcess(path)).toThrow(AlreadyRunning);
    unlock();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not given back over another\'s head', () => {
    const unlock = lockProcess(path);
    writeFileSync(path, 'somebody else');
    unlock();
    expect(existsSync(path)).toBe(true);
  });
});
