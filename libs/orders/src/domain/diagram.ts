import { finalStates, type Machine } from './machine';

/** A state machine as a mermaid state diagram. */
export function drawMachine<S extends string>(machine: Machine<S>): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${machine.initial}`];
  for (const [state, name] of Object.entries<string>(machine.states))
    lines.push(`  ${state}: ${name} ${state}`);
  const edges = machine.rules.flatMap((rule) =>
    rule.from.map((from) => `  ${from} --> ${rule.to}: ${rule.label}`),
  );
  lines.push(...new Set(edges));
  for (const state of finalStates(machine)) lines.push(`  ${state} --> [*]`);
  return lines.join('\n');
}

/** The text with each `<!-- machine:name -->` … `<!-- /machine -->` block filled with its diagram. */
export function withDiagrams(text: string, diagrams: Record<string, string>): string {
  return text.replace(
    /<!-- machine:(\w+) -->[\s\S]*?<!-- \/machine -->/g,
    (_block, name: string) =>
      `<!-- machine:${name} -->\n\n\`\`\`mermaid\n${diagrams[name] ?? ''}\n\`\`\`\n\n<!-- /machine -->`,
  );
}
