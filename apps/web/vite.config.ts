import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page: read from sources (no package build needed), served in development with the API behind the same origin. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ['@weir/source', 'import', 'module', 'browser', 'default'] },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', sourcemap: true, assetsInlineLimit: 0 },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:4480', changeOrigin: true } } },
});
