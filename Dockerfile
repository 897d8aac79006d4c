# One image for all roles: start (everything in one), start-web, worker, and the command line wooey. See docs/deploy.md.

FROM node:24-bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip
RUN pip install --no-cache-dir --target /opt/uv uv==0.13.9
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY patches patches
RUN npm ci --omit=dev
COPY . .
RUN npm run package -- /app
# Bytecode, which the image could not store at run time.
RUN python3 -m compileall -q /app/server

FROM debian:bookworm-slim
# libstdc++6 is for Node.js, util-linux (setpriv and prlimit) for the isolation of scripts.
RUN apt-get update \
  && apt-get install -y --no-install-recommends bubblewrap ca-certificates libstdc++6 python3 tini util-linux \
  && rm -rf /var/lib/apt/lists/* /var/cache/*
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data wooey \
  && install --directory --owner=wooey --group=wooey /data
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /opt/uv/bin/uv /usr/local/bin/uv
COPY --from=build /app /app
RUN printf '#!/bin/sh\nexec node /app/bin/launch.cjs wooey "$@"\n' > /usr/local/bin/wooey && chmod 755 /usr/local/bin/wooey
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WOOEY_DATA_DIR=/data
USER wooey
VOLUME /data
EXPOSE 3000
# tini ends what a script leaves behind: the first process of a container inherits it.
ENTRYPOINT ["tini", "--", "node", "bin/launch.cjs"]
CMD ["start"]
