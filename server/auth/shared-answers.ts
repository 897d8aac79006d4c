/**
 * Asks a question once for all who ask it at the same time. Whoever asks while it is being answered shares the next answer
 * with others, never the present one, which may be older than what has happened before they asked.
 */
export function shareAnswers<Answer>(
  ask: (question: string) => Promise<Answer>,
): (question: string) => Promise<Answer> {
  const asked = new Map<string, { answer: Promise<Answer>; next: Promise<Answer> | null }>();
  const start = (question: string): Promise<Answer> => {
    const entry = { answer: ask(question), next: null };
    asked.set(question, entry);
    const forget = () => void (entry.next ?? asked.delete(question));
    entry.answer.then(forget, forget);
    return entry.answer;
  };
  return (question) => {
    const entry = asked.get(question);
    if (!entry) return start(question);
    const restart = () => start(question);
    entry.next ??= entry.answer.then(restart, restart);
    return entry.next;
  };
}
