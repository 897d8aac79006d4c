/**
 * The shell program that fills an empty folder with a virtual environment: `$1` python, `$2` folder, `$3` requirements
 * file, `$4` --system-site-packages or nothing, `$5` uv or nothing, `$6` constraints file. The host's pip installs into it if it can
 * (22.3 and later), because copying pip into each environment takes 4 s and 25 MB. The environment's Python starts it as
 * `pip --python` would do, which loads pip twice.
 */
export const buildProgram = `
exec 2>&1
set -e
python=$1 venv=$2 requirements=$3 packages=$4 uv=$5 constraints=$6
if [ -n "$uv" ]; then
  "$uv" venv --quiet --python "$python" $packages "$venv"
  exec "$uv" pip install --python "$venv/bin/python" --compile-bytecode --constraint "$constraints" --requirement "$requirements"
fi
runner=$("$python" -c '
import os, pip
runner = os.path.join(os.path.dirname(pip.__file__), "__pip-runner__.py")
is_new = tuple(map(int, pip.__version__.split(".")[:2])) >= (22, 3)
print(runner if is_new and os.path.exists(runner) else "")' 2>/dev/null) || runner=
if [ -n "$runner" ]; then
  "$python" -m venv --without-pip $packages "$venv"
  exec "$venv/bin/python" "$runner" install --progress-bar off --constraint "$constraints" --requirement "$requirements"
fi
"$python" -m venv $packages "$venv"
exec "$venv/bin/python" -m pip install --progress-bar off --constraint "$constraints" --requirement "$requirements"
`;
