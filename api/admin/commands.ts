import { parseArgs } from 'node:util';
import { CityPackError } from '../city/pack.ts';
import { EnvironmentError, readEnv, type Env } from '../env.ts';
import { AppError, StartError } from '../errors.ts';
import { createAccount, lockAccount, resetAccount } from './account.ts';
import { verifyLog } from './audit.ts';
import { backUp } from './backup.ts';
import { loadDemo } from './demo.ts';
import { importEvaluations } from './evaluations.ts';
import { rehearseEvent } from './event.ts';
import { importFiles } from './import.ts';
import { loadIndustries } from './industries.ts';
import { migrateDatabase } from './migrate.ts';
import { restore } from './restore.ts';
import { importProtectedAreas } from './protected-areas.ts';
import { writeTemplate } from './template.ts';

/** What a command tells: lines for a person, one object for a machine. Only `ok` ends with exit code 0. */
export type CommandResult = { ok: boolean; lines: string[]; json: unknown };

export type CommandInput = { env: Env; files: string[]; options: CommandOptions };

export type CommandOptions = {
  crs: string | null;
  draft: boolean;
  dryRun: boolean;
  kind?: string | null;
  role?: string | null;
  name?: string | null;
  department?: string | null;
  competences?: string[];
};

type Command = {
  words: string[];
  usage: string;
  summary: string;
  run: (input: CommandInput) => Promise<CommandResult>;
};

const commands: Command[] = [
  {
    words: ['import'],
    usage: 'import FILE… [--crs EPSG:4528] [--draft] [--dry-run]',
    summary:
      'reads survey files (TXT, zipped shapefile, GeoJSON, XLSX, CSV) as one batch and publishes, or says why not',
    run: importFiles,
  },
  {
    words: ['evaluations'],
    usage: 'evaluations FILE.geojson',
    summary: 'brings regional evaluations (区域评估) with the areas they cover',
    run: importEvaluations,
  },
  {
    words: ['protected-areas'],
    usage: 'protected-areas FILE.geojson [--kind basic-farmland|ecological-redline]',
    summary:
      'replaces protected land (永久基本农田, 生态保护红线) that the health check compares parcels with; never shown to anybody',
    run: importProtectedAreas,
  },
  {
    words: ['template'],
    usage: 'template FILE.xlsx',
    summary: 'writes the empty spreadsheet for parcels of this city',
    run: writeTemplate,
  },
  {
    words: ['industries'],
    usage: 'industries FILE.csv',
    summary: 'loads classes of GB/T 4754 from a CSV with the columns 代码 (code) and 名称 (name)',
    run: loadIndustries,
  },
  {
    words: ['migrate'],
    usage: 'migrate',
    summary: 'brings the database to the newest schema',
    run: migrateDatabase,
  },
  {
    words: ['backup'],
    usage: 'backup FILE',
    summary:
      'writes the whole installation as it stands at one instant into one file, beside a running server too',
    run: backUp,
  },
  {
    words: ['restore'],
    usage: 'restore FILE',
    summary: 'brings a backup into an empty installation and checks every row, attachment and the log',
    run: restore,
  },
  {
    words: ['audit', 'verify'],
    usage: 'audit verify',
    summary:
      'checks the log (审计日志) against its own chain and its anchors; exit code 1 when it was tampered with',
    run: verifyLog,
  },
  {
    words: ['account', 'create'],
    usage: 'account create EMAIL --role admin [--name NAME] [--department CODE] [--competence land|terms]…',
    summary:
      'makes an account and prints a link that signs in once; there is no password before one is chosen',
    run: createAccount,
  },
  {
    words: ['account', 'lock'],
    usage: 'account lock EMAIL',
    summary: 'shuts an account and ends its sessions',
    run: lockAccount,
  },
  {
    words: ['account', 'reset'],
    usage: 'account reset EMAIL',
    summary: 'opens it again without a second factor, ends its sessions and prints a link that signs in once',
    run: resetAccount,
  },
  {
    words: ['event', 'rehearse'],
    usage: 'event rehearse SLUG',
    summary:
      'makes a rehearsal (演练) of an event and plays it in minutes, programs being hosts and signers; nothing of it is public or sent',
    run: rehearseEvent,
  },
  {
    words: ['demo', 'load'],
    usage: 'demo load',
    summary: 'fills an empty database with the demonstration city',
    run: loadDemo,
  },
];

function help(): string {
  const rows = commands.map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return [
    'npm run admin -- <command> [--json]',
    '',
    ...rows,
    '',
    'Every command: --json for machines, --help.',
  ].join('\n');
}

const refusedByUs = [AppError, CityPackError, EnvironmentError, StartError];

/** Runs one command line; returns the exit code. Answers go to standard output, refusals to standard error. */
export async function runCommand(words: string[]): Promise<number> {
  const parsed = parseWords(words);
  if (parsed === null) return refuse(`${help()}\n`, 2);
  if (parsed.values.help) {
    process.stdout.write(`${help()}\n`);
    return 0;
  }
  const command = commands.find(({ words: name }) =>
    name.every((word, index) => parsed.positionals[index] === word),
  );
  if (command === undefined) return refuse(`Unknown command. ${help()}\n`, 2);
  const { crs, draft, json, kind, role, name, department, competence } = parsed.values;
  try {
    const result = await command.run({
      env: readEnv(),
      files: parsed.positionals.slice(command.words.length),
      options: {
        crs: crs ?? null,
        draft,
        dryRun: parsed.values['dry-run'],
        kind: kind ?? null,
        role: role ?? null,
        name: name ?? null,
        department: department ?? null,
        competences: competence,
      },
    });
    const answer = json ? JSON.stringify(result.json, null, 2) : result.lines.join('\n');
    process.stdout.write(`${answer}\n`);
    return result.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isExpected = refusedByUs.some((kind) => error instanceof kind);
    const sentence = isExpected ? error.message : (error.stack ?? error.message);
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: error.message })}\n`);
    return refuse(`${sentence}\n`, 1);
  }
}

function refuse(text: string, exitCode: number): number {
  process.stderr.write(text);
  return exitCode;
}

function parseWords(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        crs: { type: 'string' },
        draft: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        kind: { type: 'string' },
        role: { type: 'string' },
        name: { type: 'string' },
        department: { type: 'string' },
        competence: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch {
    return null;
  }
}
