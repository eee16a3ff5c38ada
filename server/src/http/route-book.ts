/** Remembers which methods each path takes, to tell a wrong method from a wrong path. */
export interface RouteBook {
  add(methods: string | readonly string[], pattern: string): void;
  /** Methods that some route takes at this path, sorted; empty when nothing is there. */
  methodsOf(path: string): readonly string[];
}

export function createRouteBook(): RouteBook {
  const routes: { readonly shape: RegExp; readonly methods: readonly string[] }[] = [];
  return {
    add: (methods, pattern) => {
      if (pattern.includes('*')) return;
      const shape = pattern
        .split('/')
        .map((step) => (step.startsWith(':') ? '[^/]+' : step.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
        .join('/');
      routes.push({ shape: new RegExp(`^${shape}$`), methods: typeof methods === 'string' ? [methods] : methods });
    },
    methodsOf: (path) => [...new Set(routes.filter((route) => route.shape.test(path)).flatMap((route) => route.methods))].sort(),
  };
}
