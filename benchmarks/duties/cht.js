// Runs the rules engine of the Community Health Toolkit, from its npm packages, on facts of ours.
// A measuring device: it stays in a folder of its own, and the product uses nothing of it.
// Called as: node cht.js FACTS.json in a folder that has the packages; prints one line of JSON.
const fs = require('fs');
const path = require('path');

const packages = path.join(process.cwd(), 'node_modules');
const core = require(path.join(packages, 'cht-conf-test-harness/dist/cht-core-4-11/cht-core-bundle.dev'));
const compile = require(path.join(packages, 'cht-conf/src/lib/compilation/compile-tasks-and-targets'));

const facts = JSON.parse(fs.readFileSync(process.argv[2]));
const EVER = 4000;

// The same duties: one task each, an event for every window of the year, done by the first report
// within it that carries the duty. Start and end are wide so that every window is emitted.
const protocol = `
const duties = ${JSON.stringify(facts.duties)};
module.exports = duties.map(duty => ({
  name: duty.code, icon: 'x', title: duty.code, appliesTo: 'contacts', appliesToType: ['person'],
  actions: [{ type: 'report', form: 'visit' }],
  events: duty.windows.map(w => ({
    id: w.key, start: ${EVER}, end: ${EVER}, from: w.start, until: w.end,
    dueDate: function () { return new Date(w.end); }
  })),
  resolvedIf: function (contact, report, event) {
    return contact.reports.some(r => r.reported_date >= event.from && r.reported_date < event.until
      && r.fields.acts.indexOf(duty.act) >= 0 && (!duty.means || duty.means.indexOf(r.fields.means) >= 0));
  }
}));`;

async function main() {
  const project = fs.mkdtempSync(path.join(process.cwd(), 'project-'));
  fs.writeFileSync(path.join(project, 'tasks.js'), protocol);
  fs.writeFileSync(path.join(project, 'targets.js'), 'module.exports = [];');
  const { rules } = await compile(project, { minifyScripts: true, haltOnSchemaError: false, haltOnWebpackWarning: false });
  fs.rmSync(project, { recursive: true });
  core.RulesEmitter.initialize({
    rules, rulesAreDeclarative: true, taskSchedules: [], targets: [], enableTasks: true,
    enableTargets: false, contact: { _id: 'user' }, user: { _id: 'user' },
  });
  const contacts = facts.children.map((_, n) => ({ _id: 'c' + n, type: 'person', reported_date: 0 }));
  const reports = facts.children.flatMap((rows, n) => rows.map(([on, acts, means], k) => ({
    _id: 'r' + n + '-' + k, type: 'data_record', form: 'visit', reported_date: on,
    patient_id: 'c' + n, fields: { patient_id: 'c' + n, acts, means },
  })));
  const before = process.cpuUsage();
  const { tasks } = await core.RulesEmitter.getEmissionsFor(contacts, reports, []);
  const used = process.cpuUsage(before);
  const resolved = tasks.filter(task => task.resolved).length;
  console.log(JSON.stringify({ windows: tasks.length, resolved, cpu: (used.user + used.system) / 1e6 }));
}

main();
