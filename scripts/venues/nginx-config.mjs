/**
 * What nginx needs to take the pictures of encoders (RTMP) and give them out as HLS, on the loopback alone. Pieces of a
 * second, so that a picture is 2 to 3 s late; an encoder has to send a key frame each second.
 *
 * @param {{ folder: string, httpPort: number, rtmpPort: number }} place
 */
export function nginxConfig({ folder, httpPort, rtmpPort }) {
  return `
load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 256; }
rtmp {
  server {
    listen 127.0.0.1:${rtmpPort};
    application live {
      live on;
      allow publish 127.0.0.1;
      deny publish all;
      hls on;
      hls_path ${folder}/hls;
      hls_nested on;
      hls_fragment 1s;
      hls_playlist_length 8s;
      hls_fragment_naming system;
      hls_continuous on;
    }
  }
}
http {
  access_log off;
  types { application/vnd.apple.mpegurl m3u8; video/mp2t ts; video/mp4 mp4 m4s; }
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/temp;`).join('\n  ')}
  server {
    listen 127.0.0.1:${httpPort};
    root ${folder};
    location ~ \\.m3u8$ { add_header Access-Control-Allow-Origin * always; add_header Cache-Control no-store; }
    location ~ \\.(ts|mp4|m4s)$ { add_header Access-Control-Allow-Origin * always; add_header Cache-Control "max-age=60"; }
    location / { return 404; }
  }
}
`;
}
