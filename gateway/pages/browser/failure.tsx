import type { AskFailure, GraphError } from './ask.js';
import { type Language, useLanguage, type Words } from './language.js';

const KINDS: Readonly<Record<AskFailure['kind'], Words>> = {
  UNREACHABLE: {
    vi: 'Không kết nối được với hệ thống. Trang tự thử lại sau mỗi năm giây.',
    en: 'The system cannot be reached. The page tries again every five seconds.',
  },
  BUSY: {
    vi: 'Hệ thống đang có quá nhiều câu hỏi. Trang tự thử lại sau ít giây.',
    en: 'The system has too many questions at the moment. The page tries again in a few seconds.',
  },
  REFUSED: { vi: 'Hệ thống không trả lời câu hỏi của trang này.', en: 'The system refused what this page asked.' },
};

export interface FailureTextProps {
  readonly failure: AskFailure | null;
  readonly errors: readonly GraphError[];
}

/** What errors say in a language, each sentence once. */
export function reasonsOf(errors: readonly GraphError[], language: Language): string[] {
  const texts = errors.map((error) => (language === 'vi' && error.extensions?.messageVi) || error.message);
  return [...new Set(texts)];
}

/** Why there is no answer, or none to a part, in words: each reason once. */
export function FailureText({ failure, errors }: FailureTextProps) {
  const { language, say } = useLanguage();
  const texts = reasonsOf([...errors, ...(failure?.errors ?? [])], language);
  return (
    <div class="failure">
      {failure && <p>{say(KINDS[failure.kind])}</p>}
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
