import { quote } from "../fmt/quote.ts";
import type { NumberConstant } from "./numbers.ts";

/** Where a node begins in the text of its file: an index of UTF-16 units. */
interface At {
  readonly pos: number;
}

/** Whatever a template is made of. */
export type Node = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode | PipeNode | CommandNode | Operand;

/** What a command is made of. */
export type Operand =
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | DotNode
  | NilNode
  | BoolNode
  | NumberNode
  | StringNode
  | PipeNode;

/** Text between actions. */
export interface TextNode extends At {
  readonly kind: "text";
  readonly text: string;
}

/** `{{pipeline}}`. */
export interface ActionNode extends At {
  readonly kind: "action";
  readonly pipe: PipeNode;
}

/** `if`, `with` and `range`. */
export interface BranchNode extends At {
  readonly kind: "if" | "with" | "range";
  readonly pipe: PipeNode;
  readonly list: readonly Node[];
  readonly elseList: readonly Node[] | undefined;
}

/** `{{template "name" pipeline}}`. */
export interface TemplateNode extends At {
  readonly kind: "template";
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

/** `{{break}}` and `{{continue}}`. */
export interface JumpNode extends At {
  readonly kind: "break" | "continue";
}

/** Commands of which each gives its value to the next, maybe assigned to variables. */
export interface PipeNode extends At {
  readonly kind: "pipe";
  readonly isAssign: boolean;
  readonly declarations: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}

/** A value, or a function with its arguments. */
export interface CommandNode extends At {
  readonly kind: "command";
  readonly args: readonly Operand[];
}

/** `.a.b`. */
export interface FieldNode extends At {
  readonly kind: "field";
  readonly names: readonly string[];
}

/** `$x.a.b`: the name with its dollar, then the fields. */
export interface VariableNode extends At {
  readonly kind: "variable";
  readonly name: string;
  /** The place of the variable in the frame; -1 when nothing declares it, which only an assignment may. */
  readonly slot: number;
  readonly names: readonly string[];
}

/** `(pipeline).a.b`. */
export interface ChainNode extends At {
  readonly kind: "chain";
  readonly node: Operand;
  readonly names: readonly string[];
}

/** The name of a function. */
export interface IdentifierNode extends At {
  readonly kind: "identifier";
  readonly name: string;
}

/** `.` */
export interface DotNode extends At {
  readonly kind: "dot";
}

/** `nil` */
export interface NilNode extends At {
  readonly kind: "nil";
}

/** `true` and `false`. */
export interface BoolNode extends At {
  readonly kind: "bool";
  readonly value: boolean;
}

/** A number or character constant. */
export interface NumberNode extends At {
  readonly kind: "number";
  readonly text: string;
  readonly constant: NumberConstant;
}

/** A string constant. */
export interface StringNode extends At {
  readonly kind: "string";
  /** As written, with its quotes. */
  readonly quoted: string;
  readonly text: string;
}

/** One parsed template. */
export interface Tree {
  readonly name: string;
  /** The file that it stands in. */
  readonly fileName: string;
  /** The text of that file, for columns of errors. */
  readonly source: string;
  readonly nodes: readonly Node[];
  /** How many variables a run of it has room for. */
  readonly slots: number;
}

/** The text of a node in Go's own spelling, as errors show it. */
export function nodeText(node: Node): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "action":
      return `{{${nodeText(node.pipe)}}}`;
    case "template":
      return `{{template ${quote(node.name)}${node.pipe ? ` ${nodeText(node.pipe)}` : ""}}}`;
    case "break":
    case "continue":
      return `{{${node.kind}}}`;
    case "if":
    case "with":
    case "range":
      return `{{${node.kind} ${nodeText(node.pipe)}}}${listText(node.list)}${node.elseList ? `{{else}}${listText(node.elseList)}` : ""}{{end}}`;
    case "pipe":
      return pipeText(node);
    case "command":
      return node.args.map((arg) => (arg.kind === "pipe" ? `(${nodeText(arg)})` : nodeText(arg))).join(" ");
    case "field":
      return node.names.map((name) => `.${name}`).join("");
    case "variable":
      return [node.name, ...node.names].join(".");
    case "chain":
      return `${node.node.kind === "pipe" ? `(${nodeText(node.node)})` : nodeText(node.node)}${node.names.map((name) => `.${name}`).join("")}`;
    case "identifier":
      return node.name;
    case "dot":
      return ".";
    case "nil":
      return "nil";
    case "bool":
      return String(node.value);
    case "number":
      return node.text;
    case "string":
      return node.quoted;
  }
}

function listText(nodes: readonly Node[]): string {
  return nodes.map(nodeText).join("");
}

function pipeText(pipe: PipeNode): string {
  const declared = pipe.declarations.map(nodeText).join(", ");
  const operator = declared === "" ? "" : pipe.isAssign ? " = " : " := ";
  return declared + operator + pipe.commands.map(nodeText).join(" | ");
}
