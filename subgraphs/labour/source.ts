import { coarserFigure } from '../core/coarser.js';
import type { Call, DepartmentSource, ProbeReport, SourceContext } from '../core/department.js';
import { SourceError, type SourceErrorCode } from '../core/errors.js';
import type { Block, SourceFigure, Submission } from '../core/figure.js';
import type { Period } from '../core/period.js';
import { sheetReader } from '../core/sources/sheet.js';
import { FolderTooLarge, type ListFolder } from './folder.js';
import { type Form, faultLine, placeOf } from './form.js';
import { FormFolder } from './form-folder.js';
import type { Register } from './register.js';

/** What the labour source needs to know. */
export interface LabourSettings {
  /** The folder that the department drops its files in. */
  readonly folder: string;
  readonly forms: readonly Form[];
}

const OWNER = 'labour';

/**
 * Opens the department's folder. It is read ahead behind that, so that the first question does not have to wait for all of
 * it. A folder that is down is no failure yet: the first question says so.
 */
export async function openFolder(
  settings: LabourSettings,
  context: SourceContext,
  list: ListFolder,
): Promise<DepartmentSource> {
  const reader = sheetReader();
  const reading = { reader, forms: settings.forms, catalogue: context.catalogue };
  const folder = new FormFolder(settings.folder, list, reading, context.log);
  void folder.warm();
  return new FolderSource(settings, context, list, folder);
}

class FolderSource implements DepartmentSource {
  constructor(
    private readonly settings: LabourSettings,
    private readonly context: SourceContext,
    private readonly list: ListFolder,
    private readonly folder: FormFolder,
  ) {}

  async figures(blocks: readonly Block[], { signal }: Call): Promise<SourceFigure[]> {
    const register = await this.#look(signal);
    const figures = new Map<string, SourceFigure>();
    for (const { indicators, areas, periods } of blocks) {
      for (const code of indicators) {
        const indicator = this.context.catalogue.get(code);
        if (!indicator) continue;
        for (const area of areas) {
          const at = (text: string) => register.figureAt(indicator, area, text);
          for (const period of periods) {
            const figure = coarserFigure(indicator, period, at);
            if (figure) figures.set(`${code}|${area.id}|${period.text}`, figure);
          }
        }
      }
    }
    return [...figures.values()];
  }

  async submissions(period: Period, { signal }: Call): Promise<Submission[]> {
    return (await this.#look(signal)).submissions(period);
  }

  async probe({ signal }: Call): Promise<ProbeReport> {
    const register = await this.#lookAt(signal);
    const { catalogue } = this.context;
    const named = new Set(this.settings.forms.flatMap((form) => form.columns.map((column) => column.indicator)));
    const valid = register.files.filter((file) => file.faults.length === 0).length;
    const absent = [...named].filter((code) => !register.indicators.has(code));
    return {
      system: `Thư mục ${register.files.length} tệp, ${valid} tệp hợp lệ (${register.files.length} files, ${valid} valid)`,
      mapped: [...named].filter((code) => register.indicators.has(code)),
      missing: catalogue.ofOwner(OWNER).flatMap(({ code }) => (named.has(code) ? [] : code)),
      refused: [
        ...absent.map((what) => ({ what, why: 'chưa có biểu hợp lệ nào / no valid form has it' })),
        ...register.faults.map(({ file, fault }) => ({
          what: [file, placeOf(fault.sheet, fault.cell)].filter(Boolean).join(', '),
          why: `${fault.text.vi} / ${fault.text.en}`,
        })),
      ],
    };
  }

  async ping({ signal }: Call): Promise<void> {
    signal.throwIfAborted();
    await this.list(this.settings.folder).catch((error: unknown) => {
      throw folderError(error);
    });
  }

  close(): Promise<void> {
    return this.folder.close();
  }

  /**
   * A look that brings figures. A folder without one valid form is no department without figures: its share is not mounted,
   * or it holds rubbish.
   */
  async #look(signal: AbortSignal): Promise<Register> {
    const register = await this.#lookAt(signal);
    if (register.files.some((file) => file.faults.length === 0)) return register;
    const [first] = register.faults;
    const why = first ? faultLine(first.file, first.fault) : 'no form that has settled';
    throw new SourceError('SOURCE_UNREADABLE', OWNER, `none of ${register.files.length} files is valid; ${why}`);
  }

  async #lookAt(signal: AbortSignal): Promise<Register> {
    const left = new Promise<never>((_, reject) => {
      const leave = () => reject(new SourceError('SOURCE_TIMEOUT', OWNER, 'the folder was not read in time'));
      if (signal.aborted) leave();
      signal.addEventListener('abort', leave, { once: true });
    });
    // Reading goes on behind a caller that left: the next question finds the files read.
    const look = this.folder.look().catch((error: unknown) => {
      throw folderError(error);
    });
    return Promise.race([look, left]);
  }
}

function folderError(cause: unknown): SourceError {
  if (cause instanceof FolderTooLarge) return new SourceError('SOURCE_UNREADABLE', OWNER, cause.message);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const kind: SourceErrorCode =
    code === 'EACCES' || code === 'EPERM' ? 'SOURCE_UNAUTHORIZED' : code ? 'SOURCE_UNREACHABLE' : 'SOURCE_FAILED';
  return new SourceError(kind, OWNER, cause instanceof Error ? cause.message : String(cause), { cause });
}
