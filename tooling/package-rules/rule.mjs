/**
 * @template Subject
 * @typedef {object} Rule
 * @property {string} rule what holds
 * @property {(subject: Subject) => boolean} [of] what it is about, everything unless given
 * @property {(subject: Subject) => string | undefined} problem how a subject breaks it
 */

/**
 * @template Subject
 * @param {readonly Rule<Subject>[]} rules
 * @param {readonly Subject[]} subjects
 * @param {(subject: Subject) => string} nameOf
 * @returns {string[]} what breaks a rule, and every rule that is about nothing
 */
export function applyRules(rules, subjects, nameOf) {
  return rules.flatMap(({ rule, of = () => true, problem }) => {
    const concerned = subjects.filter(of);
    if (concerned.length === 0) return [`rule '${rule}' matches nothing`];
    return concerned.flatMap((subject) => {
      const found = problem(subject);
      return found === undefined ? [] : [`${nameOf(subject)}: ${rule}, got ${found}`];
    });
  });
}
