import { existsSync } from 'node:fs';

const font = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin'];

/**
 * How ffmpeg makes a moving test picture with the venue's key and the time of day in it, and pushes it.
 *
 * @param {{ key: string, index: number, rtmpPort: number, size: string }} venue
 */
export function encoding({ key, index, rtmpPort, size }) {
  const words = `drawtext=fontfile=${font}:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=8`;
  const caption = existsSync(font)
    ? [
        `${words}:fontsize=h/9:x=w/20:y=h/16:text=${key}`,
        `${words}:fontsize=h/9:x=w/20:y=h-h/5:text=%{localtime\\\\:%T}`,
      ]
    : [];
  return [
    ...quiet,
    ...['-re', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=15`],
    ...['-re', '-f', 'lavfi', '-i', `sine=frequency=${220 * (index + 1)}:sample_rate=44100`],
    ...['-vf', [`hue=h=${index * 72}`, ...caption].join(','), '-af', 'volume=0.1'],
    // A key frame each second and none besides: a longer one makes every piece, and so the delay, longer.
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ...['-g', '15', '-keyint_min', '15', '-sc_threshold', '0', '-c:a', 'aac', '-b:a', '48k'],
    ...['-f', 'flv', `rtmp://127.0.0.1:${rtmpPort}/live/${key}`],
  ];
}

/**
 * How ffmpeg packs the same picture once more, with a clock in it (EXT-X-PROGRAM-DATE-TIME), which Debian's nginx cannot write.
 *
 * @param {{ key: string, rtmpPort: number, folder: string }} venue
 */
export function packing({ key, rtmpPort, folder }) {
  return [
    ...quiet,
    ...['-i', `rtmp://127.0.0.1:${rtmpPort}/live/${key}`, '-c', 'copy', '-f', 'hls'],
    ...['-hls_time', '1', '-hls_list_size', '8', '-hls_segment_type', 'mpegts'],
    ...[
      '-hls_flags',
      'delete_segments+append_list+program_date_time+independent_segments+omit_endlist+temp_file',
    ],
    ...['-hls_start_number_source', 'epoch', `${folder}/clocked/${key}/index.m3u8`],
  ];
}

/** By how much the clock that it writes is behind the picture, ms: it is ahead, since it is set once some of the picture was read. */
export const packingOffsetMs = -1_500;
