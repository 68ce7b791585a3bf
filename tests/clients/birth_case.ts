// A whole birth case by the types generated for TypeScript: reads {address, tokens} and tells what came of it, both as JSON.
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Problem = components["schemas"]["Problem"];
type Paper = components["schemas"]["PaperIn"];
type Asked = { address: string; tokens: Record<"officer" | "registrar" | "police" | "insurer" | "stranger", string> };

function good<T>(answer: { data?: T; error?: Problem }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

async function played(asked: Asked) {
  const as = (token: string) =>
    createClient<paths>({ baseUrl: asked.address, headers: { Authorization: `Bearer ${token}` } });
  const officer = as(asked.tokens.officer);
  const registrar = as(asked.tokens.registrar);
  const dossier: components["schemas"]["CaseCreate"] = {
    procedure: "birth-residence-insurance",
    territory: "mau-don",
    channel: "counter",
    form: {
      requester: { full_name: "Nguyễn Văn Ví Dụ", personal_id: "099000000001" },
      child: { full_name: "Nguyễn Mẫu Một", date_of_birth: "2026-08-15" },
      mother: { full_name: "Trần Thị Thí Dụ" },
      father_unknown: true,
      residence: { head_of_household: "Trần Thị Thí Dụ", address: "Số 0 đường Ví Dụ" },
    },
    documents: [{ document: "birth_notice", reference: "GCS-000001" }],
  };
  const once = { "idempotency-key": crypto.randomUUID() };
  const submitted = good(await officer.POST("/cases", { body: dossier, params: { header: once } }));
  const again = await officer.POST("/cases", { body: dossier, params: { header: once } });
  if (good(again).id !== submitted.id || again.response.headers.get("idempotent-replay") !== "true")
    throw new Error("a repeat made another case");
  const about = { path: { case_id: submitted.id } };
  const received = good(
    await officer.POST("/cases/{case_id}/receive", {
      params: { ...about, header: { "if-match": `"${submitted.version}"` } },
    }),
  );
  if (!received.dossier_code || !received.citizen_access?.secret) throw new Error("no code or no secret");
  const refused = await as(asked.tokens.stranger).GET("/cases/{case_id}", { params: about });
  if (refused.error?.code !== "not_found") throw new Error("a stranger sees the case");
  const waiting = good(await registrar.GET("/worklist")).items;
  if (!waiting.some((one) => one.case_id === submitted.id)) throw new Error("not on the worklist");
  const birth = { path: { case_id: submitted.id, step: "register_birth" } };
  good(await registrar.POST("/cases/{case_id}/steps/{step}/claim", { params: birth }));
  good(
    await registrar.POST("/cases/{case_id}/steps/{step}/request-supplement", {
      params: birth,
      body: { reasons: ["Thiếu giấy chứng nhận kết hôn"], documents: ["marriage_certificate"] },
    }),
  );
  good(
    await officer.POST("/cases/{case_id}/steps/{step}/hand-in-supplement", {
      params: birth,
      body: { documents: [{ document: "marriage_certificate", reference: "GCNKH-000001" }] },
    }),
  );
  const results: [string, string, string][] = [
    [asked.tokens.registrar, "register_birth", "birth_certificate"],
    [asked.tokens.police, "register_residence", "residence_notice"],
    [asked.tokens.insurer, "issue_insurance_card", "insurance_card"],
  ];
  for (const [token, step, document] of results) {
    const documents: Paper[] = [{ document, reference: "01-2026" }];
    const params = { path: { case_id: submitted.id, step } };
    good(await as(token).POST("/cases/{case_id}/steps/{step}/complete", { params, body: { documents } }));
  }
  const code = { path: { dossier_code: received.dossier_code } };
  const done = good(await officer.GET("/cases/by-code/{dossier_code}", { params: code }));
  const [slip] = good(await officer.GET("/cases/{case_id}/papers", { params: about })).items;
  const paper = { path: { case_id: submitted.id, paper: slip?.name ?? "none" } };
  const pdf = good(
    await officer.GET("/cases/{case_id}/papers/{paper}", { params: paper, parseAs: "text" }),
  );
  const svg = good(await officer.GET("/cases/{case_id}/graph.svg", { params: about, parseAs: "text" }));
  return {
    id: done.id,
    status: done.status,
    events: good(await officer.GET("/cases/{case_id}/events", { params: about })).events.length,
    due: good(await officer.GET("/cases/{case_id}/due-dates", { params: about })).case !== null,
    pdf: pdf.slice(0, 5),
    svg: svg.includes("<svg"),
  };
}

console.log(JSON.stringify(await played(JSON.parse(readFileSync(0, "utf8")) as Asked)));
