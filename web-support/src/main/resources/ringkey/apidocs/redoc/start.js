Redoc.init('/v3/api-docs', { hideDownloadButtons: false }, document.getElementById('redoc'));
