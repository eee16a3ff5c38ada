import { createBrowserClient } from '/sluice.js';

const settings = await (await fetch('/settings')).json();
const form = document.querySelector('#visitor');
const visitor = () => new FormData(form);
const context = () => ({ targetingKey: visitor().get('visitor'), country: visitor().get('country'), plan: visitor().get('plan') });

const flags = createBrowserClient({ url: settings.url, clientKey: settings.clientKey, context: context() });
let live = null;

function showInPage() {
  const checkout = flags.details('checkout.express', false);
  const banner = flags.details('shop.banner', '');
  show('#in-page', {
    revision: flags.revision,
    checkout: { serves: checkout.value ? 'express' : 'classic', reason: checkout.reason },
    banner: { serves: banner.value, reason: banner.reason },
  });
  document.querySelector('#buy').textContent = checkout.value ? 'Buy now, in one step' : 'Put into the basket';
  const line = document.querySelector('#banner');
  line.textContent = banner.value;
  line.hidden = banner.value === '';
}

function show(row, decisions) {
  for (const name of ['checkout', 'banner']) {
    document.querySelector(`${row} [data-shows=${name}]`).textContent = `${decisions[name].serves} (${decisions[name].reason})`;
  }
  document.querySelector(`${row} [data-shows=revision]`).textContent = decisions.revision;
}

function followService() {
  live?.close();
  live = new EventSource(`/live?${new URLSearchParams(visitor())}`);
  live.onmessage = (event) => show('#in-service', JSON.parse(event.data));
}

flags.subscribe('*', showInPage);
form.addEventListener('input', async () => {
  followService();
  await flags.setContext(context());
  showInPage();
});
form.addEventListener('submit', (event) => event.preventDefault());
followService();
await flags.ready();
showInPage();
