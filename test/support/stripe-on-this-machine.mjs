// `node --import` it: a process's calls to Stripe reach the test's own server instead, at STRIPE_STANDIN_PORT. Nothing else of the product changes.
import http from 'node:http';
import https from 'node:https';

const request = https.request.bind(https);
https.request = (options, ...rest) => {
  if (options.host !== 'api.stripe.com') return request(options, ...rest);
  const { agent: _agent, ciphers: _ciphers, ...call } = options;
  return http.request({ ...call, host: '127.0.0.1', port: Number(process.env.STRIPE_STANDIN_PORT) }, ...rest);
};
