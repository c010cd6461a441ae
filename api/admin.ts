import { runCommand } from './admin/commands.ts';

process.exitCode = await runCommand(process.argv.slice(2));
