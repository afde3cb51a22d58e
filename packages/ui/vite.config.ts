import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npx vite packages/ui` shows changes at once, beside a Hawser that runs.
const hawser = process.env["HAWSER_UI"] ?? "http://127.0.0.1:7080";

export default defineConfig({
  plugins: [react()],
  build: { target: "es2023", assetsInlineLimit: 0 },
  server: {
    proxy: {
      "/api": {
        target: hawser,
        changeOrigin: true,
        // The server answers its own pages only.
        configure: (proxy) => proxy.on("proxyReq", (request) => request.removeHeader("origin")),
      },
    },
  },
});
