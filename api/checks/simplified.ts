/** The characters that the patterns of wording are made of, as they are written in Hong Kong and Taiwan, and in the patterns. */
const pairs = `
專专 業业 兩两 嚴严 個个 為为 爲为 書书 買买 爭争 產产 畝亩 億亿 僅仅 價价 優优 會会 償偿 兌兑 減减 憑凭 劃划 別别 製制
務务 動动 勵励 單单 賣卖 佔占 廠厂 參参 發发 號号 後后 團团 國国 塊块 壟垄 墊垫 處处 備备 獎奖 奬奖 實实 審审 對对 將将 屬属
帶带 並并 併并 庫库 應应 開开 彌弥 歸归 當当 徵征 總总 戶户 報报 擔担 擬拟 撥拨 擇择 掛挂 損损 據据 斷断 無无 時时 權权
條条 來来 標标 檢检 沒没 窪洼 決决 況况 濟济 滿满 點点 獨独 獻献 現现 電电 確确 礎础 稅税 簽签 約约 納纳 經经 結结 繞绕
給给 絕绝 編编 繳缴 類类 補补 裝装 見见 規规 觸触 訂订 認认 讓让 議议 許许 論论 設设 證证 該该 說说 諾诺 談谈 負负 貢贡
財财 責责 購购 貼贴 貴贵 貸贷 費费 資资 賠赔 轉转 辭辞 達达 過过 還还 進进 違违 遲迟 選选 適适 鋼钢 鉤钩 銷销 鎖锁 鏽锈
錫锡 項项 預预 額额 駐驻 與与 從从 餘余 寫写 幾几 勸劝 辦办 區区 協协 縣县 雙双 員员 園园 導导 幫帮 廣广 棄弃 搶抢 護护
擁拥 換换 數数 舊旧 暫暂 機机 極极 構构 氣气 環环 監监 離离 稱称 穩稳 競竞 級级 續续 緩缓 聯联 節节 獲获 營营 慮虑 計计
誤误 請请 調调 謀谋 賃赁 輔辅 錢钱 長长 頂顶 須须 題题 義义 間间 門门 頭头 奪夺 劑剂 衝冲 級级 邊边 運运 歲岁 滯滞 誘诱
`;

const simplified = new Map(
  pairs
    .trim()
    .split(/\s+/)
    .map((pair) => [...pair] as [string, string]),
);

/** A text in simplified characters, as far as the patterns go. */
export function inSimplified(text: string): string {
  return text.replace(/\p{Script=Han}/gu, (written) => simplified.get(written) ?? written);
}
