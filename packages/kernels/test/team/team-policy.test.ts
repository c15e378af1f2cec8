import { seededRandom } from '@tfjs-stn/testing';
import { describe, expect, it } from 'vitest';

import { teamPolicy, type TeamPolicy } from '../../src/team.js';

const task = { name: 'StnGridSample', work: 7e6 };

/** Runs so many tasks that take so long, and says how long they took compared with one thread. */
function run(
  policy: TeamPolicy,
  tasks: number,
  team: () => number,
  alone: () => number = () => 1,
): { ratio: number; teams: number } {
  let [taken, teams, alones] = [0, 0, 0];
  for (let i = 0; i < tasks; i++) {
    const threads = policy.threadsFor(task, 2);
    const [together, single] = [team(), alone()];
    const time = threads > 1 ? together : single;
    policy.learn(task, threads, time);
    taken += time;
    alones += single;
    if (threads > 1) teams++;
  }
  return { ratio: taken / alones, teams };
}

describe('the team policy', () => {
  it('uses all threads where they are faster, and hardly ever checks', () => {
    const { ratio, teams } = run(teamPolicy(), 1000, () => 0.55);
    expect(teams).toBeGreaterThan(950);
    expect(ratio).toBeLessThan(0.58);
  });

  it.each([1, 1.2, 2, 8])(
    'stays within 1.05 times one thread where a team takes %f times',
    (team) => {
      const policy = teamPolicy();
      run(policy, 20, () => team);
      expect(run(policy, 1000, () => team).ratio).toBeLessThanOrEqual(1.05);
    },
  );

  it('stays within 1.05 times one thread where a team is stopped now and then', () => {
    const random = seededRandom(4);
    const noisy = (): number => 0.9 + 0.2 * random();
    const policy = teamPolicy();
    // Every third task waits for a thread that another program has stopped for some milliseconds.
    const team = (): number => (random() < 0.33 ? 4 : 0.6) * noisy();
    run(policy, 50, team, noisy);
    expect(run(policy, 3000, team, noisy).ratio).toBeLessThanOrEqual(1.05);
  });

  it('notices that a machine becomes busy, and idle again', () => {
    const policy = teamPolicy();
    run(policy, 100, () => 0.6);
    expect(run(policy, 400, () => 3).ratio).toBeLessThan(1.15);
    run(policy, 400, () => 0.6);
    expect(run(policy, 400, () => 0.6).teams).toBeGreaterThan(380);
  });

  it('is not misled by a single task that took long', () => {
    const policy = teamPolicy();
    run(policy, 100, () => 0.6);
    run(policy, 1, () => 1000);
    expect(run(policy, 200, () => 0.6).teams).toBeGreaterThan(160);
  });

  it('runs small tasks on the calling thread, and gives others no more threads than they need', () => {
    const policy = teamPolicy();
    expect(policy.threadsFor({ name: 'Small', work: 300_000 }, 8)).toBe(1);
    expect(policy.threadsFor({ name: 'Medium', work: 700_000 }, 8)).toBe(3);
    expect(policy.threadsFor({ name: 'Large', work: 7e8 }, 8)).toBe(8);
    expect(policy.threadsFor({ name: 'Large', work: 7e8 }, 1)).toBe(1);
  });

  it('learns each kind and size on its own', () => {
    const policy = teamPolicy();
    run(policy, 50, () => 2);
    expect(policy.threadsFor(task, 2)).toBe(1);
    expect(policy.threadsFor({ ...task, work: 100 * task.work }, 2)).toBe(2);
    expect(policy.threadsFor({ ...task, name: 'StnBasisWarp' }, 2)).toBe(2);
  });
});
