/** The repository's own files, found without git, so that the checks also run on an unpacked archive. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.sluice', 'coverage']);
const ROOMS = ['core', 'server', 'sdk-node', 'sdk-browser', 'dashboard', 'examples', 'bench', 'e2e', 'checks', 'scripts'];

/** Every file of the repository, as a path from its root with forward slashes. */
export function repositoryFiles(folder = ''): string[] {
  return fs
    .readdirSync(path.join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !LEFT_OUT.has(entry.name) && !/\.(tsbuildinfo|log)$/.test(entry.name))
    .flatMap((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? repositoryFiles(name) : [name];
    });
}

export const isTest = (file: string) => /\.test\.tsx?$/.test(file) || /(^|\/)test\//.test(file) || /^(e2e|checks)\//.test(file);

/** TypeScript written by people: no generated files. */
export function sourceFiles(): string[] {
  return repositoryFiles().filter(
    (file) => /\.tsx?$/.test(file) && !/\.gen\.ts$/.test(file) && ROOMS.some((room) => file.startsWith(`${room}/`)),
  );
}

export const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');

export interface Import {
  readonly specifier: string;
  /** Vanishes when compiled. */
  readonly typeOnly: boolean;
}

/** What a file imports or exports from elsewhere, dynamic imports included, read by the compiler's own parser. */
export function importsOf(file: string, text = read(file)): Import[] {
  const found: Import[] = [];
  walk(file, text, (node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: node.importClause?.isTypeOnly === true });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteralLike(argument)) found.push({ specifier: argument.text, typeOnly: false });
    }
  });
  return found;
}

/** Every identifier of a file, without strings, comments and text of pages. */
export function identifiersOf(file: string, text = read(file)): Set<string> {
  const names = new Set<string>();
  walk(file, text, (node) => {
    if (ts.isIdentifier(node)) names.add(node.text);
  });
  return names;
}

/** Names that this file gives to something; what it merely takes from other people's interfaces is left out. */
export function namesGivenIn(file: string, text = read(file)): Set<string> {
  const names = new Set<string>();
  walk(file, text, (node) => {
    if (!isNaming(node) || node.name === undefined) return;
    if (ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names;
}

function walk(file: string, text: string, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, step);
  };
  step(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
}

type Naming = ts.NamedDeclaration | ts.ImportSpecifier | ts.BindingElement;

function isNaming(node: ts.Node): node is Naming {
  if (ts.isBindingElement(node) || ts.isImportSpecifier(node)) return node.propertyName !== undefined;
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isMethodDeclaration(node)
  );
}
