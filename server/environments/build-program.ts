/**
 * The shell program that fills an empty folder with a virtual environment: `$1` python, `$2` folder, `$3` requirements
 * file, `$4` --system-site-packages or nothing, `$5` uv or nothing. The host's pip installs into it if it can
 * (22.3 and later), because copying pip into each environment takes 4 s and 25 MB.
 */
export const buildProgram = `
exec 2>&1
set -e
python=$1 venv=$2 requirements=$3 packages=$4 uv=$5
if [ -n "$uv" ]; then
  "$uv" venv --quiet --python "$python" $packages "$venv"
  exec "$uv" pip install --python "$venv/bin/python" --compile-bytecode --requirement "$requirements"
fi
if "$python" -c 'import pip, sys; sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (22, 3))' 2>/dev/null; then
  "$python" -m venv --without-pip $packages "$venv"
  exec "$python" -m pip --python "$venv/bin/python" install --progress-bar off --requirement "$requirements"
fi
"$python" -m venv $packages "$venv"
exec "$venv/bin/python" -m pip install --progress-bar off --requirement "$requirements"
`;
