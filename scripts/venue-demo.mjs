// `npm run venue-demo`: four venues and the mixed picture as HLS on this machine, to be entered in a rundown, until Ctrl-C.
import { missingPrograms, openVenues } from './venues/venues.mjs';

const missing = missingPrograms();
if (missing.length > 0) {
  console.error(`Needs ${missing.join(', ')}: install them (names of Debian's packages) and run it again.`);
  process.exit(1);
}
const keys = ['programme', 'main', 'east', 'south', 'west'];
const [httpPort, rtmpPort] = [
  Number(process.env.VENUE_HTTP_PORT ?? 8091),
  Number(process.env.VENUE_RTMP_PORT ?? 8092),
];
const venues = await openVenues({ keys, httpPort, rtmpPort });
const end = () => void venues.close().then(() => process.exit(0));
process.once('SIGINT', end);
process.once('SIGTERM', end);
await venues.ready();
for (const key of keys)
  for (const { url, offsetMs } of venues.sourcesOf(key)) console.log(`${key}\t${url}\t${offsetMs} ms`);
console.log('Enter them in the rundown of an event. Ctrl-C ends them.');
