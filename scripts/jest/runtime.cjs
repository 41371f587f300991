/*
 * Jest runs the modules of each file of tests anew, which keeps files apart, and
 * to do so reads, transpiles and compiles them anew: thousands for a page. Here
 * what a worker compiled for one file of tests serves those after it; only the
 * running stays. As a frontend package of Backstage names a runtime itself, each
 * has to name this one in its package.json.
 */
const fs = require('node:fs');
const { sep } = require('node:path');
const vm = require('node:vm');
const Runtime = require('jest-runtime').default;

const cheapComputedStyle = require('./computedStyle.cjs');

/** By project and path: what a file was transpiled to, and in which `state` it was. */
const transpiled = new Map();
/** By path: what was compiled, and of which code. */
const compiled = new Map();

const DEPENDENCIES = `${sep}node_modules${sep}`;

/** What imports when it runs has to know for which file of tests. */
const IMPORTS_LATER = /\bimport\s*\(/;

/** While Jest watches, a file may be edited; one of a dependency is not. */
function stateOf(filename) {
  if (filename.includes(DEPENDENCIES)) {
    return '';
  }
  const { mtimeMs, size } = fs.statSync(filename);
  return `${mtimeMs} ${size}`;
}

module.exports = class SharingRuntime extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest);
    if (environment.dom) {
      cheapComputedStyle(environment.dom.window);
    }
  }

  /** As Backstage's own: a frontend package has no ES modules. */
  unstable_shouldLoadAsEsm(path, ...rest) {
    return (
      this._config.extensionsToTreatAsEsm.includes('.mts') &&
      super.unstable_shouldLoadAsEsm(path, ...rest)
    );
  }

  transformFile(filename, options) {
    if (options?.isInternalModule || this._coverageOptions.collectCoverage) {
      return super.transformFile(filename, options);
    }
    const key = `${this._config.id}:${filename}`;
    const state = stateOf(filename);
    const before = transpiled.get(key);
    if (before?.state !== state) {
      const code = super.transformFile(filename, options);
      const result = this._fileTransforms.get(filename);
      transpiled.set(key, { state, result });
      return code;
    }
    const { result } = before;
    this._fileTransforms.set(filename, result);
    if (result.sourceMapPath) {
      this._sourceMapRegistry.set(filename, result.sourceMapPath);
    }
    return result.code;
  }

  createScriptFromCode(code, filename) {
    const context = this._environment.getVmContext();
    const before = compiled.get(filename);
    if (context && before?.code === code) {
      return before.script.runInContext(context);
    }
    if (!context || IMPORTS_LATER.test(code)) {
      return super.createScriptFromCode(code, filename);
    }
    const head = `(function(${this.constructInjectedModuleParameters()}){`;
    try {
      const script = new vm.Script(`${head}${code}\n})`, {
        filename,
        columnOffset: -head.length,
      });
      compiled.set(filename, { code, script });
      return script.runInContext(context);
    } catch {
      // Jest says better what is wrong with the code.
      return super.createScriptFromCode(code, filename);
    }
  }
};
