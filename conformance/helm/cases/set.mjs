import { printsValues } from "../charts.mjs";

const on = (flag) => (argument) => ({
  name: `${flag} ${argument === "" ? "(empty)" : argument.replaceAll("\n", "\\n").slice(0, 60)}`,
  files: printsValues(),
  flags: [flag, argument],
});
const deep = (depth) => Array.from({ length: depth }, () => "a").join(".");

export const cases = [
  ...String.raw`a[0],b=1|a[0]|a[0|a[0]x=1|a[0][1]=2|a[0].b.c=3|a[1].b=3|a[0]={1,2}|a[0]=|a[0]=,b=1|a={1,2},b=3|a={1,2}b=3|a={1,2|a={1\,2,3}|a=1,|a=1,,b=2|,a=1|a,b=1|a|a=||a.|a.b|a.b,|a.b.|a..b=1|a.=1|[0]=1|[0].x=1|=1|.a=1|a[0]b|a[]=1|a[ 0]=1|a[+1]=1|a[0x1]=1|a[1_0]=1|a[-0]=1|a[-1]=1|a]=1|a}=1|a={b|a=\{b}|a={b}c|a\|a=b\|a[0]\.=1|"a.b"=1|a=[1,2]|a=TRUE,b=Null,c=nULL,d=False|a=0,b=-1,c=+1,d=00,e=0.0,f=1_0,g= 1,h=-0,i=+0,j=-00,k=007,l=1e3,m=0x1F|a=9223372036854775807,b=9223372036854775808,c=-9223372036854775808,d=-9223372036854775809|a=é😀,é=x|a.b=1,a.c=2|a[2]=1,a[0]=2|a[0].b=1,a[0].c=2|a=1,a=2|a.b=1,a=2|a=1,a.b=2|a[0]=1,a.b=2|a.b=1,a[0]=2|a=1,a[0]=2|a[0]=1,a[0].b=2|a[0]=1,a[0][0]=2|a[0][0]=1,a[0].b=2|a[65537]=1|a[99999999999999999999]=1|a=b=c|a==|a={},b={}|a={ }|a={x, y}|a={null,true,1,x\}y}|a={{x}}|a={}{}|a=[]|a={,}|a={,x}|a={x,}|a[0].b|a[0].b,c=1|a.b[0]|a[0][|a[0][1|a=x y|a={1.5,0,-1}|a.b=null,a.c=x|a[0]=null|a.b[1].c[0]=x,a.b[0].d=y|__proto__.x=1,constructor=2|a='x'|a=",b"|a[1]=x,a[1].b=2|a[1].b=null|a=1,b.c.d={x}`
    .split("|")
    .map(on("--set")),
  on("--set")(`${deep(31)}=1`),
  { ...on("--set")(`${deep(32)}=1`), name: "--set 32 deep" },
  { ...on("--set")(`a[0].${deep(31)}=1`), name: "--set index and 31 deep" },
  { ...on("--set")("a=x\ny"), name: "--set line break" },
  ...["--set", "--set-string", "--set-json", "--set-literal"]
    .flatMap((flag) =>
      [
        "a.=",
        "a[1].=",
        "a[1].b=",
        "a[1].",
        "a[1].b[0]",
        "c[1][0]",
        "c[1][0].",
        "c[0]=1,c[1][0]",
        "a[1][0].=",
        "a.b.=",
        "a.b.=,c=1",
      ].map((argument) => on(flag)(`${argument}`)),
    )
    .map((given) => ({ ...given, name: `${given.name}, ends early` })),
  on("--set")("a[1]c\nx'\"\\=1"),
  ...["a= ", "a= ,b=1", "a= 1 , b= 2", "a=\t", "a=1 ", " a=1"].map(on("--set-json")),
  ...["a=1,b=tRuE,c=null", "a={1,x}", "a=0", "a[0]=1", "a.b=true"].map(on("--set-string")),
  ...String.raw`a=1|a=1,b=2|a=1 b=2|a=1 ,b=2|a=1, b=2|a={"x":1},b=[1,2]|a=|a=,b=1|a|a.b=1|a[0]=1|a[0].b={"c":1}|a[1]="x"|a=tru|a=true,b=null|a="x,y"|a="x"y=1|{"a":1}|{"a":1} x|{"a":|{}|{"a":{"b":1}}| {"a":1}|[1]|a=1.5e3|a=12345678901234567890|a={"x":1}{"y":2}|a=[1,2]]|a={"b":{"c":null}}|a=nul|a=+1|a=01|a='x'|a="\u00e9"|a=1,a.b=2|a.b=1,a=2|a[0]|a[0]=|a,b=1|a=NaN|a={"x":1,"x":2}|.a=1|=1|a..b=1|a.b|{"a":1,"a":{"b":2}}|a\.b=1|a=-|a=1.|a=.5|a=1e|a={"__proto__":1}|a=1e999|a="\ud800"|a=falsey|a=true false`
    .split("|")
    .map(on("--set-json")),
  ...String.raw`a=1|a=1,b=2|a.b=x=y|a\.b=v|a[0]=x|a[1].b=x|a={x}|a|a=|=1|.a=1|a..b=1|a.b|a,b=1|a[0]|a[x]=1|a[-1]=1|a=\n\,|a=true|a[0][1]=x|a]b=1|a.=1||a[0]b=1|a[65537]=1|a[0].b.c=1`
    .split("|")
    .map(on("--set-literal")),
  { name: "--set over a list", files: printsValues("b: [1]"), flags: ["--set", "b.x=1"] },
  { name: "--set of an item over a map", files: printsValues("b: {c: 1}"), flags: ["--set", "b[0]=1"] },
  { name: "--set of an item over a list", files: printsValues("b: [{d: 1}]"), flags: ["--set", "b[0].c=1"] },
  { name: "--set twice", files: printsValues(), flags: ["--set", "a=1", "--set", "a.b=2"] },
  {
    name: "kinds have a fixed order",
    files: printsValues(),
    flags: ["--set-literal", "a=lit", "--set-string", "a=5,b=6", "--set", "a=7,b=8,c=9", "--set-json", "c=1,d=2"],
  },
  {
    name: "--set-json over --set-json",
    files: printsValues(),
    flags: ["--set-json", '{"a":{"b":1}}', "--set-json", "a.c=2"],
  },
  { name: "--set-json null", files: printsValues("a: {b: 1, c: 2}"), flags: ["--set-json", '{"a":{"b":null}}'] },
  { name: "--set-literal over --set", files: printsValues(), flags: ["--set-literal", "a.b=1", "--set", "a=5"] },
  ...[
    "a=$CHART/one.txt,b.c[0]=$CHART/two.txt",
    "a={$CHART/one.txt,$CHART/two.txt}",
    "a=/nowhere/none",
    "a",
    "a=",
    "a=,b=$CHART/one.txt",
    "a[0]=$CHART/one.txt",
  ].map((argument) => ({
    name: `--set-file ${argument}`,
    files: printsValues("", { "one.txt": "true", "two.txt": "x\n" }),
    flags: ["--set-file", argument],
  })),
];
