# One image with server and dashboard. It needs a database (SLUICE_DATABASE_URL) or a volume at /data.
FROM node:20-bookworm-slim AS build
WORKDIR /sluice
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.json tsconfig.base.json ./
COPY scripts scripts
COPY core core
COPY server server
COPY sdk-node sdk-node
COPY sdk-browser sdk-browser
COPY dashboard dashboard
COPY migrations migrations
COPY bench/package.json bench/
COPY checks/package.json checks/
COPY e2e/package.json e2e/
COPY examples/shop/package.json examples/shop/
RUN npm run setup \
  && npm exec --yes --package="$(node -p 'require("./package.json").packageManager.split("+")[0]')" -- \
     pnpm --filter @sluice/server deploy --prod --legacy /server

FROM node:20-bookworm-slim
ENV NODE_ENV=production SLUICE_LISTEN=0.0.0.0:4400 SLUICE_DATA=/data
COPY --from=build /server /sluice/server
COPY --from=build /sluice/dashboard/dist /sluice/dashboard/dist
COPY migrations /sluice/migrations
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4400
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4400/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/sluice/server/bin/sluice-server.js"]
