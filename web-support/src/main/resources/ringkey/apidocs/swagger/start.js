SwaggerUIBundle({
  url: '/v3/api-docs',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  // Someone signed in by a browser session may try calls out; the session counts only with this header.
  requestInterceptor: (request) => {
    const csrf = document.cookie.split('; ').find((cookie) => cookie.startsWith('ringkey_csrf='));
    if (csrf && new URL(request.url, location.href).origin === location.origin) {
      request.headers['X-CSRF-Token'] = csrf.slice('ringkey_csrf='.length);
    }
    return request;
  },
});
