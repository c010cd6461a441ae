/**
 * Words, names and runs of keys that well-known passwords are made of, as published lists of the last twenty years show
 * again and again; Chinese ones as they are typed.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `
  password passwort passwd pass passw passcode passphrase motdepasse contrasena parola senha mima admin administrator
  root user username login signin guest test tester testing demo default system server service support manager master
  superuser super sysadmin operator oracle mysql postgres sql database windows linux ubuntu debian android iphone
  apple google baidu tencent alibaba weixin wechat taobao huawei xiaomi qwerty qwert qwertyuiop qwertyui asdf asdfgh
  asdfghjkl asdfg zxcv zxcvb zxcvbn zxcvbnm qazwsx qazwsxedc wsx edc rfv tgb yhn qaz qweasd qweasdzxc qwe asd zxc
  poiuytrewq lkjhgfdsa mnbvcxz abc abcd abcde abcdef abcdefg abcdefgh abcxyz xyz aaa aaaa bbb iii aabbcc abcabc
  iloveyou iloveu loveyou lovely love lover loveme woaini woaiwojia woaiziji wo ai ni aini nihao hello hellokitty
  helloworld hi world welcome letmein letme openup opensesame open sesame secret secrets private access enter entry
  trustno trustnoone changeme changeit change temp temporary dragon tiger lion eagle falcon phoenix wolf panda monkey
  horse rabbit bear shark snake spider cat dog kitty puppy chicken pig turtle football baseball basketball soccer
  hockey tennis golf pingpong badminton sport team player champion winner hunter ranger sunshine sunny summer winter
  spring autumn fall monday tuesday wednesday thursday friday saturday sunday january february march april may june
  july august september october november december morning night today tomorrow forever always never princess prince
  queen king angel devil baby babygirl boy girl lady man woman mother father mama papa mom dad sister brother family
  friend friends michael jordan jennifer jessica ashley daniel david andrew robert william thomas charlie george
  anthony joshua matthew amanda michelle nicole jack john james peter paul mark maria anna lucy lily tom jerry harry
  potter batman superman spiderman ironman hulk starwars startrek pokemon pikachu naruto onepiece doraemon mickey
  minnie snoopy garfield gandalf matrix hobbit computer internet network laptop desktop keyboard mouse monitor printer
  phone mobile email mail facebook twitter youtube linkedin instagram samsung nokia sony toyota honda ferrari porsche
  mercedes bmw audi ford money cash dollar rich gold golden silver diamond crystal lucky luck happy happiness smile
  cool hot sexy nice good great best better perfect beautiful pretty sweet sweety honey sugar candy cookie chocolate
  banana orange lemon cherry peach flower rose daisy butterfly rainbow star stars moon sun sky earth ocean sea river
  mountain forest fire water ice snow storm thunder lightning wind red blue green yellow black white purple pink brown
  gray freedom liberty peace power energy hero legend magic mystery shadow ghost ninja samurai warrior knight pirate
  soldier killer hacker china zhongguo beijing shanghai guangzhou shenzhen hangzhou zhejiang hongkong taiwan america
  london paris tokyo zhang wang li liu chen yang zhao huang zhou wu xu hu zhu gao lin he guo ma luo liang song zheng
  xie han tang feng yu dong xiao cheng xiaoming xiaohong laopo laogong baobei baobao qinaide shengri kuaile xinnian
  gongxi facai zhufu pingan jiankang anquan yonghu guanli guanliyuan ceshi moren denglu zhanghao xitong fuwu gongsi
  zhengfu company office work job boss staff employee department government official public city school student
  teacher class college university music guitar piano rock metal jazz dance movie video game games gamer play poker
  casino the my your our is was are am to in of for and you me we us it this that new old one two three four five six
  seven eight nine ten zero first last next number code key lock unlock door house home room qqww aass zzxx qaswed
  asdfjkl jkl hjkl uiop ghjkl bnm vbnm fghj dfgh sdfg
  `
    .trim()
    .split(/\s+/),
);
