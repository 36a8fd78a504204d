"""What people come for: nine things a reader finds from the home page in two presses, or with one question."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from support import Place, from_a_folder

BOX = "#hb-search-input"
ROWS = "hb-search [role=option]:visible"


@dataclass(frozen=True)
class Task:
    """One thing to find."""

    presses: tuple[str, ...]  # texts of the links, from the home page
    question: str
    page: str  # where a row leads that answers the question
    answer: str  # pattern; it stands on the page the presses lead to, and on that one


TASKS = {
    "who approves three days' leave": Task(
        ("請假的批准與調班",),
        "請三天假誰批准",
        "procedures/leave.html",
        "請長假三天：班長報主管，由運營經理或支撐經理批准",
    ),
    "what a driver gets for a Sunday": Task(
        ("車輛", "司機出車補助"),
        "司機星期天出車多少錢",
        "procedures/driver-subsidy.html",
        r"週六或週日[\s\S]{0,40}20\s*元",
    ),
    "a student faints at night": Task(
        ("學生突發疾病",), "學生晚上昏倒怎麼辦", "emergency/student-illness.html", r"撥\s*120，開擴音，說清三件事"
    ),
    "the blank request for a car": Task(("用車申請單",), "空白派車單", "fill/vehicle-request.html", r"空白\s*Word"),
    "what a newly hired TSR must pass": Task(
        ("呼叫中心", "錄用與崗前培訓"),
        "新人TSR要過什麼考核",
        "call-centre/people/recruitment.html",
        "新人依次要過：錄用測試與面試、崗前培訓、業務考核",
    ),
    "how many copies of a transfer notice": Task(
        ("呼叫中心", "晉升、調崗與薪酬"), "調動通知書一式幾份", "call-centre/posts/transfer-rules.html", "一式四份"
    ),
    "when the monthly examination is": Task(
        ("呼叫中心", "在崗培訓、月考與拓展培訓"),
        "月考是哪一天",
        "call-centre/people/on-job-training.html",
        r"每月\s*25\s*日前",
    ),
    "what the duty officer writes down": Task(
        ("辦公室事務", "值班記錄與報告"), "值班記錄要寫什麼", "office/duty-steps.html", "條目清晰、要素準確、事項齊全"
    ),
    "what may not leave the call centre": Task(
        ("呼叫中心", "文件、客戶資料與薪資的保密"),
        "什麼不能帶出呼叫中心",
        "call-centre/people/confidentiality.html",
        "嚴禁複印、複製或帶出公司的客戶資料、情報文件",
    ),
}


@from_a_folder("place")
@pytest.mark.parametrize("task", [pytest.param(task, id=name.replace(" ", "-")) for name, task in TASKS.items()])
def test_a_task_is_found_in_two_presses_and_with_one_question(page: Page, place: Place, task: Task) -> None:
    """The presses are links in the middle of the page; the row is one of the first five."""
    page.goto(place.url("index.html"))
    for name in task.presses:
        page.locator("main").get_by_role("link", name=re.compile(rf"^{re.escape(name)}(\s|$)")).first.click()
    expect(page.locator("main")).to_contain_text(re.compile(task.answer))

    page.goto(place.url("index.html"))
    page.locator(BOX).fill(task.question)
    row = page.locator(ROWS).nth(0)
    expect(row).to_be_visible()
    page.wait_for_function("""() => !document.querySelector("#hb-search-panel").hasAttribute("aria-busy")""")
    rows = page.locator(ROWS).all()[:5]
    leads = [
        each
        for each in rows
        if task.page in (each.get_attribute("href") or each.locator("a").get_attribute("href") or "")
    ]
    assert leads, [each.inner_text() for each in rows]
    leads[0].click()
    expect(page.locator("main")).to_contain_text(re.compile(task.answer))
