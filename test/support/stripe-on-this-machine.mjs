// `node --import` it: a process's calls to Stripe reach the test's own server instead, at STRIPE_STANDIN_PORT. Nothing else of the product changes.
import http from 'node:http';
import https from 'node:https';

const request = https.request.bind(https);
https.request = (options, ...rest) => {
  if (options.host !== 'api.stripe.com') return request(options, ...rest);
  const { path, method, headers } = options;
  return http.request({ path, method, headers, host: '127.0.0.1', port: Number(process.env.STRIPE_STANDIN_PORT) }, ...rest);
};
