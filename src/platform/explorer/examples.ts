/** An operation to start from, as the explorer opens it in a tab of its own. */
export interface Example {
  readonly name: string;
  readonly query: string;
  /** JSON text, as typed into the page. */
  readonly variables?: string;
}

// The demo merchant's fixed shop, so that the examples run as they stand.
const SHOP = 'shp_01935d00-0000-7000-8000-000000000011';

/** The tabs of the explorer, in order. A header without a token would be refused, so none is preset: the first tab says where it goes. */
export const EXAMPLES: readonly Example[] = [
  {
    name: '1 Who am I?',
    query: `# First: Auth > Bearer token, and paste what this prints:
#   npm run -s token -- --as agent       (leader, supervisor, finance, inspector, admin, auditor, integration)
query WhoAmI {
  me { id name grants { role shopId } permissions }
  shops(first: 10) { edges { node { id name platform currency reasons { kind code labelEn labelZh } } } }
}
`,
  },
  {
    name: '2 The disputed order',
    query: `# As an agent. Copy the ids of the order and of a line into the next tab.
query Order($shopId: ID!) {
  orderByExternalId(shopId: $shopId, externalId: "TM-1001") {
    id status paid { amount currency }
    lines { id sku title quantity }
    parcels { id carrier waybill status }
  }
}
`,
    variables: JSON.stringify({ shopId: SHOP }, null, 2),
  },
  {
    name: '3 Open a ticket',
    query: `# As an agent. Run it twice: the external reference makes it an upsert, so the second answer says created: false.
mutation Open($input: OpenTicketInput!) {
  openTicket(input: $input) {
    created
    userErrors { code field message }
    ticket {
      id number version currentStep nextDueAt
      steps { step status missing { code message } }
      allowedOperations { operation allowed message }
    }
  }
}
`,
    variables: JSON.stringify({
      input: {
        shopId: SHOP, kind: 'COMPLAINT', source: 'CUSTOMER', channel: 'CHAT', externalRef: 'EXPLORER-1', emotion: 'ANGRY',
        problem: '大衣第一天腋下就开线了', complaint: { type: 'GOODS_QUALITY', origin: 'CUSTOMER', demand: '要说法' },
      },
    }, null, 2),
  },
  {
    name: '4 Take it and answer',
    query: `# As an agent. One message may prove several steps: it answers, greets, soothes, and says by when.
mutation Answer($id: ID!, $message: SendMessageInput!) {
  takeTicket(input: { ticketId: $id }) { userErrors { code message } ticket { version } }
  sendMessage(input: $message) {
    userErrors { code field message details }
    ticket { version currentStep steps { step status completedAt evidence missing { code message } } }
  }
}
`,
    variables: JSON.stringify({
      id: 'tkt_...',
      message: {
        ticketId: 'tkt_...', channel: 'CHAT', body: '您好，我是售后客服一号。换作是我也会着急，非常理解您的心情。我们马上核实做工，今天18点前给您答复。',
        declares: { answersInFull: true, explains: { nextStep: '我们马上核实做工' } },
      },
    }, null, 2),
  },
  {
    name: '5 The working queue',
    query: `query Queue($after: String) {
  tickets(first: 20, after: $after, orderBy: DUE, filter: { statuses: [OPEN, ON_HOLD] }) {
    edges {
      node {
        id number kind subject severity emotion currentStep waitingOn nextDueAt
        customer { name }
        assignee { name }
        clocks { kind subject dueAt state }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
  ticketCounts { kind status step count }
}
`,
  },
  {
    name: '6 Everything that happened',
    query: `query Timeline($id: ID!) {
  ticket(id: $id) {
    number version
    timeline(first: 50) { edges { node { at type actorId cause version data changes { field before after } } } pageInfo { hasNextPage endCursor } }
    messages(first: 50) { edges { node { at authorKind origin visibility body } } }
  }
}
`,
    variables: JSON.stringify({ id: 'tkt_...' }, null, 2),
  },
  {
    name: '7 Status, for another system',
    query: `# As the integration: the state of up to 200 tickets in one cheap call, without personal data.
query Statuses($input: TicketStatusesInput!) {
  ticketStatuses(input: $input) { id number externalRef status currentStep waitingOn nextDueAt lastPublicMessageAt version }
}
`,
    variables: JSON.stringify({ input: { shopId: SHOP, kind: 'COMPLAINT', externalRefs: ['EXPLORER-1'] } }, null, 2),
  },
  {
    name: '8 Let time pass (demo)',
    query: `# As an admin of a sandbox merchant: everything due on the way falls due, in due order, before the answer comes.
mutation Wait($to: DateTime!) {
  advanceTestClock(to: $to) { userErrors { code message } now fired }
}
`,
    variables: JSON.stringify({ to: '2027-01-01T00:00:00Z' }, null, 2),
  },
];
